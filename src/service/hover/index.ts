export { hover, type HoverOptions } from './hover';
export { plainText } from './plain-text';
