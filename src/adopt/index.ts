export { adoptScripts, canAdopt, AdoptError } from './adopt';
export type { Adopted, Note } from './types';
