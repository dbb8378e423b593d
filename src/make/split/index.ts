export { hashImages } from './images';
export { Splitter } from './split';
