import { join, sep } from 'node:path';

import type { DataSource } from '../../data';
import { MAKE_STEPS, type Phase, type RunState, type Severity, type StageState } from '../../protocol';
import { processIdentity, type ProcessIdentity } from '../process/identity';
import { count, flag, listOf, literal, number, optional, shape, text } from './check';
import { readJsonFile, readJsonFileSync, type Reading } from './json-file';
import { FILES } from './layout';
import { dataSource } from './plan-shape';

/** How a stage (or the predictions, id `predict`) stands. */
export interface StageStatus {
  readonly id: string;
  readonly state: StageState;
  readonly reason?: string;
  /** How often its engine was started. */
  readonly attempts: number;
  /** ISO 8601, UTC; of the first start and of the last end. */
  readonly started?: string;
  readonly ended?: string;
  /** Last step that was reported, and the steps planned. */
  readonly step: number;
  readonly totalSteps: number;
  /** The engine process of the last start. */
  readonly process?: ProcessIdentity;
  /** Absolute checkpoint folder that the stage starts from; absent means the base model. */
  readonly from?: string;
  /** The best checkpoint so far, by validation score. */
  readonly best?: { readonly step: number; readonly score: number };
  /** The latest value of the metric that says most about it. */
  readonly metric?: { readonly name: string; readonly value: number };
  /** What the making of a dataset is at; absent when it has ended. */
  readonly phase?: { readonly name: Phase; readonly done: number; readonly total: number };
  /** The training file, when one was written. */
  readonly train?: { readonly source: DataSource; readonly rows: number };
}

export interface Heartbeat {
  /** Grows by one every two seconds, whatever the clock does. */
  readonly count: number;
  /** The system's uptime in seconds: comparable on the same system, whatever the clock does. */
  readonly uptime: number;
  /** For people. */
  readonly time: string;
}

/** `state.json`: replaced atomically, by the supervisor alone; small, since every list of runs reads it. */
export interface RunStatus {
  readonly format: 1;
  readonly id: string;
  readonly name: string;
  readonly variant?: string;
  readonly engine: string;
  readonly created: string;
  readonly state: RunState;
  readonly reason?: string;
  readonly supervisor: ProcessIdentity;
  readonly heartbeat: Heartbeat;
  readonly stages: readonly StageStatus[];
  /** Absolute path of the curriculum. */
  readonly file?: string;
  readonly rehearsal?: boolean;
  /** Devices that it holds, or waits for while it is queued. */
  readonly devices?: readonly string[];
  readonly findings?: Readonly<Record<Severity, number>>;
  /** Datasets that it makes; absent: it trains. */
  readonly make?: { readonly datasets: readonly string[] };
}

const runStates = literal('queued', 'running', 'done', 'stopped', 'failed', 'interrupted');
const stageStates = literal('waiting', 'running', 'done', 'stopped', 'failed', 'interrupted');

const status = shape<RunStatus>({
  format: literal(1),
  id: text,
  name: text,
  variant: optional(text),
  engine: text,
  file: optional(text),
  rehearsal: optional(flag),
  devices: optional(listOf(text)),
  findings: optional(
    shape<Readonly<Record<Severity, number>>>({ error: count, warning: count, info: count }),
  ),
  make: optional(shape<NonNullable<RunStatus['make']>>({ datasets: listOf(text) })),
  created: text,
  state: runStates,
  reason: optional(text),
  supervisor: processIdentity,
  heartbeat: shape<Heartbeat>({ count, uptime: number, time: text }),
  stages: listOf(
    shape<StageStatus>({
      id: text,
      state: stageStates,
      reason: optional(text),
      attempts: count,
      started: optional(text),
      ended: optional(text),
      step: count,
      totalSteps: count,
      process: optional(processIdentity),
      from: optional(text),
      best: optional(shape<NonNullable<StageStatus['best']>>({ step: count, score: number })),
      metric: optional(shape<NonNullable<StageStatus['metric']>>({ name: text, value: number })),
      phase: optional(
        shape<NonNullable<StageStatus['phase']>>({
          name: literal(...Object.keys(MAKE_STEPS)),
          done: number,
          total: number,
        }),
      ),
      train: optional(shape<NonNullable<StageStatus['train']>>({ source: dataSource, rows: count })),
    }),
  ),
});

const LARGEST = 4 * 2 ** 20;

/** Reads `state.json` as it was written; `readRun` tells whether it is still true. Never throws. */
export const readStatus = (dir: string): Promise<Reading<RunStatus>> =>
  readJsonFile(join(dir, FILES.state), status, LARGEST);

/** The same without waiting, for lists. */
export const readStatusSync = (dir: string): Reading<RunStatus> =>
  readJsonFileSync(`${dir}${sep}${FILES.state}`, status, LARGEST);
