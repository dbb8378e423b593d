export { documentLinks } from './links';
export { outsideOf, type Outside } from './outside';
