export { findDuplicates } from './find';
export { Group } from './group';
