export { askWithProgress } from './ask';
export { failureOf, ProcessError } from './failure';
export { holdProcess, type EventOf, type HeldProcess } from './hold';
