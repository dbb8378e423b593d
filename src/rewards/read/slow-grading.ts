/** What of a Python reward may keep a run waiting, told by its text alone. */
export interface SlowGrading {
  readonly code: 'SC464' | 'SC465';
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

const ALARM = /\bsignal\s*\.\s*(?:alarm|setitimer)\s*\(/u;
/** Calls of sympy and of what grades with it, which may compute for hours on a short formula. */
const SYMBOLIC =
  /\b(?:sympy\s*\.\s*\w+|simplify|parse_latex|parse_expr|sympify|latex2sympy\w*|math_verify|verify)\s*\(/u;
const SYMBOLIC_IMPORT = /^\s*(?:from|import)\s+(?:sympy|math_verify|latex2sympy\w*)\b/mu;
const BOUND =
  /\b(?:ProcessPoolExecutor|multiprocessing|subprocess|timeout\s*=|timeout_seconds\s*=|func_timeout|wrapt_timeout|TimeoutError)\b/u;

/**
 * SC464: a time limit by signals, which only the main thread of the main process may set and which does not interrupt
 * C code. SC465: symbolic mathematics without any limit.
 */
export function slowGrading(text: string): readonly SlowGrading[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*$/u, ''));
  const lineOf = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line)) + 1;
  const alarm = lineOf(ALARM);
  if (alarm > 0) return [{ code: 'SC464', line: alarm, what: ALARM.exec(lines[alarm - 1] ?? '')?.[0] ?? '' }];
  const code = lines.join('\n');
  if (!SYMBOLIC_IMPORT.test(code) || BOUND.test(code)) return [];
  const call = lineOf(SYMBOLIC);
  return call === 0
    ? []
    : [{ code: 'SC465', line: call, what: SYMBOLIC.exec(lines[call - 1] ?? '')?.[0] ?? '' }];
}
