export { RUN_CODES, RunError, type RunCode } from './codes';
export {
  FILES,
  PREDICT,
  predictionsFile,
  runsFolder,
  stageFolder,
  stageFolderName,
  stageLog,
} from './folder/layout';
export type { FileDigest, Inherited, RunManifest } from './folder/manifest';
export type { StageStatus } from './folder/state';
export type { ProcessIdentity } from './process/identity';
export { followEvents, readEvents, type FollowedEvent, type FollowOptions } from './read/events';
export { listRuns, type ListOptions } from './read/list';
export { tailLog, type TailOptions } from './read/log';
export { readRun, readRunManifest, type RunReading } from './read/run';
export type { RunView } from './read/truth';
export { chosenCheckpoint } from './start/checkpoint';
export { checkMachine } from './start/machine';
export { resumeRun, type ResumeOptions } from './start/resume';
export { startRun, type StartedRun, type StartOptions } from './start/start';
export type { StageChoice } from './start/stages';
export { requestStop, waitForEnd, type StopOptions } from './start/stop';
export type { SupervisorParts } from './supervisor/context';
export { supervise, SUPERVISOR_EXIT, type SuperviseOptions } from './supervisor/supervise';
