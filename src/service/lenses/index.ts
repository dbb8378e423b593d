export { codeLenses } from './lenses';
