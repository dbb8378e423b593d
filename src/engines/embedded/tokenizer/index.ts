export * from './special';
export * from './tokenizer';
export * from './read';
