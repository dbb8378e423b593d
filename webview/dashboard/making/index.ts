export { Making } from './making';
export { phaseWords } from './words';
