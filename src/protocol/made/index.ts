export * from './make';
export * from './set';
export * from './browse';
