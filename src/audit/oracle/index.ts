export { judgeTrace, oracleOf, ORACLE_LABELS, type OracleLabel, type OracleName } from './label';
export { observationsOf, type Observation } from './observe';
export { parseScene, type Scene } from './scene';
