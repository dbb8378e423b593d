export { attribute, PERCEPTION, type Attribution } from './attribute';
export {
  decide,
  EXCLUSIONS,
  LEAST_SAMPLES,
  SOLVED,
  solved,
  VERDICTS,
  type Decision,
  type ExclusionReason,
  type Verdict,
} from './decide';
export { GATE_CLOSED, GATE_OPEN, gateOf, type Gate } from './gate';
export { leakOf, type Leak } from './leak';
export { mentionsOf, type Mentions } from './mentions';
