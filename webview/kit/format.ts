/** Four digits that count, and powers of ten where more noughts than digits would stand; `NaN` stays itself. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 1e6 || size < 1e-3 ? exponent(size) : String(Number(size.toPrecision(4)));
  return value < 0 ? `−${text}` : text;
}

const exponent = (size: number): string => {
  const [digits = '', power = ''] = size.toExponential(2).split('e');
  return `${Number(digits)}e${power.replace('+', '').replace('-', '−')}`;
};

const whole = new Intl.NumberFormat('en');

/** `12,400`. */
export const formatCount = (count: number): string => whole.format(count);

/** `1 step`, `12,400 steps`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** `0.4 s`, `42 s`, `3 min 20 s`, `2 h 05 min`, `3 d 4 h`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  if (seconds < 0) return `−${formatSeconds(-seconds)}`;
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(Math.floor(seconds % 60))} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

const two = (value: number): string => String(value).padStart(2, '0');

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO time in the reader's own way; the text itself when it is none. */
export function formatDate(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : moment.format(time);
}

const TITLES: Readonly<Record<string, string>> = {
  reward: 'Reward',
  accuracy: 'Accuracy',
  format: 'Format',
  val_reward: 'Validation reward',
  val_accuracy: 'Validation accuracy',
  loss: 'Loss',
  kl: 'KL to the start',
  entropy: 'Entropy',
  clip_fraction: 'Clip fraction',
  grad_norm: 'Gradient norm',
  learning_rate: 'Learning rate',
  response_length: 'Response length',
  live_groups: 'Live groups',
  truncated: 'Truncated',
  tokens_per_second: 'Tokens a second',
  step_seconds: 'Seconds a step',
  gpu_memory: 'GPU memory',
  gpu_use: 'GPU use',
  memory: 'Memory',
  cpu: 'CPU cores',
  questions: 'Questions',
  kept: 'Kept',
  rated: 'Rated',
  right: 'Right',
  wrong: 'Wrong',
  unparsable: 'Unparsable',
  missing: 'Missing',
  requests: 'Requests',
  cached: 'Cached',
  requests_failed: 'Requests failed',
  requests_per_second: 'Requests a second',
  tokens: 'Tokens',
  cost: 'Cost',
};

/** A metric's name in words: `GPU memory 1` for `gpu_memory.1`; one that is not ours stays as it is. */
export function metricTitle(name: string): string {
  const [, base = name, device] = /^(.+?)(?:\.(\d+))?$/.exec(name) ?? [];
  const title = Object.hasOwn(TITLES, base) ? TITLES[base] : undefined;
  return title === undefined ? name : device === undefined ? title : `${title} ${device}`;
}
