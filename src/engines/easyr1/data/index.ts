export { dataLayout, type DataLayout, type Easyr1Columns } from './layout';
export { writeData, writtenLayout } from './write';
