export { inlayHints } from './hints';
