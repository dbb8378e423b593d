export * from './problem';
export * from './metrics';
export * from './events';
export * from './prediction';
export * from './package-root';
export * from './system-error';
