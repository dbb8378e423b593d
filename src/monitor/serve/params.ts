import { isAbsolute, normalize } from 'node:path';

import {
  Refusal,
  type LaunchRequest,
  type MakeRequest,
  type MonitorCall,
  type MonitorParams,
} from '../../protocol';
import { checks } from '../../runs';

const { count, flag, listOf, literal, number, optional, shape, text } = checks;
type Check = checks.Check;

/** Lists longer than this are no question of an editor. */
const MOST = 1000;
const LONGEST = 4096;

const rule =
  (complaint: string, fits: (value: unknown) => boolean): Check =>
  (value, path) =>
    fits(value) ? undefined : `${path}: ${complaint}`;

const folder = rule(
  'expected an absolute path',
  (value) =>
    typeof value === 'string' &&
    value.length <= LONGEST &&
    isAbsolute(value) &&
    normalize(value) === value &&
    !value.includes('\0'),
);
const few =
  (check: Check, most = MOST): Check =>
  (value, path) =>
    Array.isArray(value) && value.length > most ? `${path}: more than ${most}` : listOf(check)(value, path);
const within = (least: number, most: number): Check =>
  rule(
    `expected a number from ${least} to ${most}`,
    (value) => typeof value === 'number' && value >= least && value <= most,
  );
const whole = (least: number, most: number): Check =>
  rule(
    `expected a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
/** An end of an axis may be open. */
const edge = rule('expected a number', (value) => typeof value === 'number' && !Number.isNaN(value));

const one = shape<{ run: string }>({ run: folder });
const stageChoice: Check = (value, path) =>
  shape<{ only?: string; from?: string }>({ only: optional(text), from: optional(text) })(value, path);
const devices: Check = (value, path) =>
  shape<{ kind: string; devices?: readonly string[]; gpus?: number }>({
    kind: literal('auto', 'these', 'any', 'none'),
    devices: optional(few(text)),
    gpus: optional(whole(1, 4096)),
  })(value, path);

const launch = shape<LaunchRequest>({
  root: folder,
  file: folder,
  variant: optional(text),
  stages: optional(stageChoice),
  rehearse: optional(shape<NonNullable<LaunchRequest['rehearse']>>({ steps: whole(1, 1e6) })),
  devices: optional(devices),
  audit: optional(flag),
});

const makes: { readonly [K in keyof Required<MakeRequest>]: Check } = {
  root: folder,
  file: folder,
  variant: optional(text),
  datasets: optional(few(text)),
};
const name = rule(
  'expected the name of a variable',
  (value) => typeof value === 'string' && /^[A-Za-z_]\w{0,199}$/u.test(value),
);
/** No complaint may hold a key: a value of the wrong kind is not shown. */
const keys: Check = (value, path) =>
  checks.isRecord(value) &&
  Object.entries(value).length <= MOST &&
  Object.entries(value).every(
    ([key, secret]) => name(key, '') === undefined && typeof secret === 'string' && secret.length <= LONGEST,
  )
    ? undefined
    : `${path}: expected keys by the names of variables`;

/** What each call must be given; what has another shape is refused before anything is done. */
const PARAMS: Readonly<Record<MonitorCall, Check>> = {
  watch: shape<MonitorParams<'watch'>>({ roots: few(folder) }),
  runs: shape<MonitorParams<'runs'>>({ limit: whole(0, 100_000) }),
  detail: one,
  series: shape<MonitorParams<'series'>>({
    run: folder,
    metrics: few(text),
    axis: literal('step', 'time'),
    from: edge,
    to: edge,
    buckets: whole(1, 20_000),
    smoothing: within(0, 0.9999),
  }),
  samples: shape<MonitorParams<'samples'>>({
    run: folder,
    stage: optional(text),
    row: optional(text),
    search: optional(text),
    outcome: optional(literal('right', 'wrong')),
    offset: count,
    count: whole(0, 1000),
  }),
  passRates: one,
  compare: shape<MonitorParams<'compare'>>({ runs: few(folder, 50) }),
  follow: shape<MonitorParams<'follow'>>({ runs: few(folder) }),
  followLog: shape<MonitorParams<'followLog'>>({
    run: folder,
    stage: optional(text),
    lines: whole(0, 100_000),
  }),
  unfollowLog: shape<MonitorParams<'unfollowLog'>>({ subscription: count }),
  warm: shape<MonitorParams<'warm'>>({ root: folder, file: folder }),
  preflight: launch,
  start: launch,
  makePlan: shape<MakeRequest>(makes),
  make: shape<MonitorParams<'make'>>({ ...makes, keys: optional(keys) }),
  stop: shape<MonitorParams<'stop'>>({ run: folder, grace: optional(number) }),
  resume: shape<MonitorParams<'resume'>>({ run: folder, keys: optional(keys) }),
  rerun: shape<MonitorParams<'rerun'>>({ run: folder, evenIfChanged: flag }),
  removable: one,
  bundle: shape<MonitorParams<'bundle'>>({ run: folder, output: folder }),
  sample: shape<MonitorParams<'sample'>>({
    root: folder,
    file: folder,
    variant: optional(text),
    stage: optional(text),
    row: optional(text),
    response: optional(text),
  }),
  devices: shape<Record<string, never>>({}),
  files: one,
};

export const isCall = (value: unknown): value is MonitorCall =>
  typeof value === 'string' && Object.hasOwn(PARAMS, value);

/** The parameters of a call, checked; throws a `Refusal` that names what does not fit. */
export function checkParams(call: MonitorCall, params: unknown): unknown {
  const complaint = PARAMS[call](params, call);
  if (complaint !== undefined) throw new Refusal(complaint);
  return params;
}
