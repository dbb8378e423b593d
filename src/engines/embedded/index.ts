export * from './trainer';
export * from './tokenizer';
export * from './model/config';
export { exportOnnx } from './model/export';
export { parameterCount } from './model/parameters';
export * from './checkpoints/model-folder';
export * from './images/patches';
export { decodeImage } from './images/decode';
export { compose } from './images/compose';
