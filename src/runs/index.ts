export { RUN_CODES, RunError, type RunCode } from './codes';
export { replaceJson } from './folder/atomic';
export * as checks from './folder/check';
export {
  AUDIT,
  FILES,
  PREDICT,
  predictionsFile,
  runsFolder,
  stageFolder,
  stageFolderName,
  stageLog,
} from './folder/layout';
export type { FileDigest, Inherited, RunManifest } from './folder/manifest';
export { LineFile } from './folder/line-file';
export { openToRead } from './folder/open';
export { argvWithoutSecrets, withoutSecrets } from './folder/secrets';
export type { StageStatus } from './folder/state';
export { allowedGpus, GPU_FORMAT, GPU_QUERY, parseGpu, queryGpus } from './machine/gpus';
export { identify, type ProcessIdentity } from './process/identity';
export { lockFolder } from './process/lock';
export { endGroup } from './process/tree';
export { checkEvent } from './read/event';
export { deviceProblem, deviceWish } from './queue/choose';
export { isDevice, type DeviceWish } from './queue/devices';
export { listDevices } from './queue/list-devices';
export { followEvents, readEvents, type FollowedEvent, type FollowOptions } from './read/events';
export { listRuns, readRuns, type ListOptions } from './read/list';
export { tailLog, type TailOptions } from './read/log';
export { notRemovable } from './read/removable';
export { readRun, readRunManifest, type RunReading } from './read/run';
export type { RunView } from './read/truth';
export { chosenCheckpoint } from './start/checkpoint';
export { checkMachine } from './start/machine';
export { resumeRun, type ResumeOptions } from './start/resume';
export { rerunRun, type Rerun, type RerunOptions } from './start/rerun';
export type { StartedRun } from './start/create';
export { startMake, type MakeOptions } from './start/make';
export { startRun, type StartOptions } from './start/start';
export type { StageChoice } from './start/stages';
export { requestStop, waitForEnd, type StopOptions } from './start/stop';
export type { SupervisorParts } from './supervisor/context';
export type { MakerSpec } from './supervisor/run-make';
export { supervise, SUPERVISOR_EXIT, type SuperviseOptions } from './supervisor/supervise';
