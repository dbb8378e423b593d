export * from './problem';
export * from './editor';
export * from './metrics';
export * from './events';
export * from './prediction';
export * from './package-root';
export * from './system-error';
