export { placeOfKey, type KeyPlace } from './place-of-key';
