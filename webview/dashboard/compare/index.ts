export { Compare, type CompareProps } from './compare';
