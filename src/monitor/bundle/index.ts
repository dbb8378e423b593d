export { maskJson, maskText } from './mask';
export { writeBundle } from './write';
