export { hover, type HoverOptions } from './hover';
