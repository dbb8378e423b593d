export { askBase, type AskBase } from './ask-base';
export { baseIdentity, basePlan, type BaseSampling } from './plan';
