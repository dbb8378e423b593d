export { labelOfVerdict } from './counterfactual';
export { verdictDetail } from './detail';
export { parseVerdictLine } from './parse';
export { readVerdicts, type StoredVerdict, type Verdicts } from './read';
