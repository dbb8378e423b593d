/** What is left of a line of a log, and what stood before it. */
export interface Stripped {
  readonly text: string;
  /** The process that said it, as far as its prefix tells: Ray's worker or torchrun's rank. */
  readonly source: string;
  /** Ray says a line that many workers wrote only once. */
  readonly times: number;
}

/** Control sequences of a terminal: colours, cursor movements, titles and links. */
const ESCAPES =
  // eslint-disable-next-line no-control-regex
  /\u001b(?:\[[0-9;:?<=>]{0,40}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)?|[@-Z\\^_=>])/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g;

/** Prefixes that tell who speaks. */
const SOURCES: readonly RegExp[] = [
  // Ray: (WorkerDict pid=123), (Runner pid=123, ip=10.0.0.1), (raylet), (autoscaler +1m2s)
  /^\((?=[^()]{0,160}\b(?:pid|ip)=)([^()]{1,200})\)\s?/,
  /^\((raylet|gcs_server|autoscaler|dashboard|driver|monitor)\b[^()]{0,100}\)\s?/,
  // torchrun and accelerate: [rank0]:, [default0]:
  /^\[((?:rank|default)\s?\d{1,5})\]:\s?/i,
  // srun --label and mpirun: "3: ", "[1,3]<stderr>:"
  /^(\d{1,4}):\s(?=\S)/,
  /^\[\d{1,4},(\d{1,4})\]<std(?:out|err)>:\s?/,
];

/** Prefixes that tell when, how loud, or from which line of a program. */
const LABELS: readonly RegExp[] = [
  /^\s+/,
  // [2026-11-22 10:00:00,123][INFO], 2026-11-22T10:00:00.123Z, 10:00:00
  /^\[\d{4}-\d\d-\d\d[^\][]{0,100}\]:?\s?/,
  /^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\s?(?:[-|]\s)?/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?\s(?:[-|]\s)?/,
  /^\d\d-\d\d \d\d:\d\d:\d\d\s/,
  // ERROR, [WARNING], INFO:logger:, and glog's [E1122 10:00:00.123456 ProcessGroupNCCL.cpp:616]
  /^\[?(?:ERROR|WARNING|WARN|INFO|DEBUG|CRITICAL|FATAL|TRACE)\]?(?::(?!math_verify)[\w.]{1,80}:\s*|(?::|\s[-|])?(?:\s+|$))/,
  /^\[[IWEF]\d{4}[^\][]{1,140}\]\s?/,
  /^\[[IWEF]\s[^\][]{1,140}\.(?:cpp|cc|h):\d{1,6}\]\s?/,
  // worker.py:422 --, [core.py:586], engine.py:140]
  /^\[?[\w./-]{1,120}\.(?:py|cpp|cc|h):\d{1,6}(?:\]|:|\s--)\s?/,
];

const REPEATED = /^\[repeated (\d{1,9})x across cluster\]/;

/**
 * Takes from a line what Ray, torchrun, loggers and terminals put around what was said. The time is linear in the
 * line, whatever it holds.
 */
export function strip(line: string): Stripped {
  let text = line.includes('\u001b') ? line.replace(ESCAPES, '') : line;
  text = text.replace(CONTROLS, '');
  let source = '';
  // Prefixes come in any order, several deep: Ray's before the logger's before torchrun's.
  for (let layer = 0; layer < 8; layer += 1) {
    const speaker = SOURCES.map((pattern) => pattern.exec(text)).find((match) => match !== null);
    if (speaker) {
      source = `${source}${speaker[1] ?? ''};`;
      text = text.slice(speaker[0].length);
      continue;
    }
    const label = LABELS.map((pattern) => pattern.exec(text)).find((match) => match !== null);
    if (!label) break;
    text = text.slice(label[0].length);
  }
  const { rest, times } = withoutRepetition(text);
  return { text: rest.trimEnd(), source, times };
}

function withoutRepetition(text: string): { readonly rest: string; readonly times: number } {
  const at = text.lastIndexOf('[repeated ');
  if (at < 0) return { rest: text, times: 1 };
  const match = REPEATED.exec(text.slice(at, at + 60));
  return match ? { rest: text.slice(0, at), times: Number(match[1]) } : { rest: text, times: 1 };
}
