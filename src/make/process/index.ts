export { failureOf, type MakeFailure } from './failure';
export { runMaker } from './main';
