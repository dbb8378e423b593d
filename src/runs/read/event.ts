import { MAKE_STEPS, type RunEvent, type RolloutSample } from '../../protocol';
import {
  anything,
  count,
  isRecord,
  listOf,
  literal,
  mappingOf,
  number,
  optional,
  shape,
  text,
  type Check,
} from '../folder/check';

type Bodies = { [E in RunEvent as E['type']]: Omit<E, 'type' | 'time' | 'stage'> };

const stageState = literal('waiting', 'running', 'done', 'stopped', 'failed', 'interrupted');
const runState = literal('queued', 'running', 'done', 'stopped', 'failed', 'interrupted');

/** JSON has no NaN: an engine's NaN arrives as null and is passed on as such, for the views to show. */
const metricValue: Check = (value, path) => (value === null ? undefined : number(value, path));

const scalar: Check = (value, path) =>
  typeof value === 'boolean' || typeof value === 'number' ? undefined : text(value, path);

/** One entry for each event of the protocol: the compiler keeps it complete. */
const BODIES: { readonly [K in keyof Bodies]: Check } = {
  started: shape<Bodies['started']>({ totalSteps: count, firstStep: count, device: text }),
  metric: shape<Bodies['metric']>({ step: count, values: mappingOf(metricValue) }),
  sample: shape<Bodies['sample']>({
    step: count,
    sample: shape<RolloutSample>({
      row: text,
      question: text,
      gold: text,
      response: text,
      reward: mappingOf(metricValue),
      images: optional(listOf(text)),
    }),
  }),
  checkpoint: shape<Bodies['checkpoint']>({ step: count, path: text, score: optional(metricValue) }),
  finding: shape<Bodies['finding']>({
    severity: literal('error', 'warning', 'info'),
    id: text,
    message: text,
    hint: optional(text),
    step: optional(count),
    evidence: optional(text),
    cause: optional(text),
    key: optional(text),
    suggestion: optional(scalar),
  }),
  progress: shape<Bodies['progress']>({
    phase: literal('load', 'train', 'validate', 'predict', ...Object.keys(MAKE_STEPS)),
    done: number,
    total: number,
  }),
  finished: shape<Bodies['finished']>({ step: count, reason: literal('steps', 'until', 'stopped') }),
  failed: shape<Bodies['failed']>({ message: text, hint: optional(text) }),
  'stage-state': shape<Bodies['stage-state']>({ state: stageState, reason: optional(text) }),
  machine: shape<Bodies['machine']>({ step: count, values: mappingOf(metricValue) }),
  'run-state': shape<Bodies['run-state']>({ state: runState, reason: optional(text) }),
};

const envelope = shape<{ time: string; stage?: string; type: string }>({
  time: text,
  stage: optional(text),
  type: anything,
});

/** One line of `events.jsonl`, or nothing when it is torn, foreign or of a newer kind. */
export function parseEvent(line: string): RunEvent | undefined {
  try {
    return checkEvent(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** A parsed line as the event that it is; nothing when it is foreign or of a newer kind. */
export function checkEvent(value: unknown): RunEvent | undefined {
  if (!isRecord(value) || envelope(value, '') !== undefined) return undefined;
  const type = value.type;
  if (typeof type !== 'string' || !Object.hasOwn(BODIES, type)) return undefined;
  return BODIES[type as keyof Bodies](value, '') === undefined ? (value as unknown as RunEvent) : undefined;
}
