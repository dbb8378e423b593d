export { estimateMake } from './estimate';
