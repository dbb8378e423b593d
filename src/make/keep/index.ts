export { keepColumns, OWN_KEEP_COLUMNS } from './columns';
export { conjunctsOf } from './conjuncts';
export { judge } from './judge';
export { reasonOf } from './words';
