export * from './config';
export * from './parameters';
export * from './buckets';
export * from './transformer';
export * from './training-graph';
export * from './decoding-graphs';
