export { conditionWords } from './condition';
export { orderWords } from './order';
