import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Files of a run folder; see ARCHITECTURE for who writes which. */
export const FILES = {
  manifest: 'run.json',
  state: 'state.json',
  events: 'events.jsonl',
  stop: 'stop.json',
  supervisorLog: 'supervisor.log',
  stages: 'stages',
  audit: 'audit',
  log: 'log.txt',
  launches: 'launches.jsonl',
  /** What the process that makes a dataset is told. */
  maker: 'maker.json',
  train: 'train.jsonl',
  predictions: 'predictions.jsonl',
  report: 'report.html',
} as const;

/** The pseudo-stage of the predictions after the last stage; no stage may be called so. */
export const PREDICT = 'predict';
/** The pseudo-stage of the audit and the report, a run's last act; no stage may be called so. */
export const AUDIT = 'audit';

/** Names that Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** `<workspace>/.stagecraft/runs`. */
export const runsFolder = (root: string): string => join(root, '.stagecraft', 'runs');

/** A run's folder name: `<UTC time>-<name>[-<variant>]-<4 hex>`; sorted by name is sorted by time. */
export function runFolderName(name: string, variant: string | undefined, now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const parts = [time, fileName(name), ...(variant === undefined ? [] : [fileName(variant)])];
  return [...parts.filter((part) => part !== ''), randomBytes(2).toString('hex')].join('-');
}

/** What of a name every file system takes: letters, digits, `_`, `.` and single hyphens; at most 40 characters. */
export const fileName = (name: string): string =>
  Array.from(name.normalize('NFC').replace(/[^\p{L}\p{N}_.]+/gu, '-'))
    .slice(0, 40)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.{2,}/g, '.');

/**
 * The folder name of a stage: its id where a file system takes it as it is, else what is left of it and a hash,
 * so that ids never leave the run folder and never share a folder.
 */
export function stageFolderName(id: string): string {
  const safe = fileName(id);
  if (safe === id && id !== '' && id.length <= 40 && !DEVICE.test(id)) return id;
  // Not even with a hash behind an extension may a name begin like a device.
  const readable = safe === '' ? 'stage' : DEVICE.test(safe) ? `stage-${safe}` : safe;
  return `${readable}-${createHash('sha256').update(id).digest('hex').slice(0, 8)}`;
}

export const stageFolder = (dir: string, id: string): string => join(dir, FILES.stages, stageFolderName(id));

/** `log.txt` of a stage, or of the predictions (`PREDICT`). */
export const stageLog = (dir: string, id: string): string => join(stageFolder(dir, id), FILES.log);

/** Predictions made from a stage's checkpoint; there only when complete. */
export const predictionsFile = (dir: string, stage: string): string =>
  join(stageFolder(dir, stage), FILES.predictions);
