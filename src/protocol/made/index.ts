export * from './make';
export * from './set';
export * from './browse';
export * from './page';
