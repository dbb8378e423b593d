export { collectRows } from './collect';
export { optionsOf, type Asked } from './options';
