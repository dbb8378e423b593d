export { askArms } from './ask';
export { FORMAT_PROMPT } from './prompts';
export type { ArmsOutcome, ArmsParts, ArmsRequest } from './request';
