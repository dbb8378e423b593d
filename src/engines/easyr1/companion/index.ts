export { easyr1Checkpoints } from '../checkpoints';
export type { Cluster, CompanionSpec, Merge, PredictSpec, Process, TrainSpec } from './spec';
