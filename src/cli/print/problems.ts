import { readFileSync } from 'node:fs';
import { relative, isAbsolute } from 'node:path';
import type { Place, Problem, Severity } from '../../protocol';
import type { Style, Terminal } from '../terminal';
import { displayWidth, expandTabs, visible, visibleLine } from './text-width';

const STYLE: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };
const MAX_SOURCE_WIDTH = 160;

/** Prints problems like a compiler: `file:line:col`, code, message, the source line with a caret, and the hint. */
export function printProblems(
  problems: readonly Problem[],
  terminal: Terminal,
  texts: ReadonlyMap<string, string>,
): void {
  const source = sourceLines(texts);
  for (const problem of problems) terminal.out(`${renderProblem(problem, terminal, source)}\n`);
}

/** Such as `2 errors, 1 warning in 1 file`, or `no problems`. */
export function countLine(problems: readonly Problem[]): string {
  const parts = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, n: problems.filter((problem) => problem.severity === severity).length }))
    .filter(({ n }) => n > 0)
    .map(
      ({ severity, n }) =>
        `${n} ${severity === 'info' ? (n === 1 ? 'note' : 'notes') : n === 1 ? severity : `${severity}s`}`,
    );
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

/** A path as a user would type it: relative when that is shorter and inside the current folder. */
export function displayPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}

type LineOf = (file: string, line: number) => string | undefined;

/** Reads each file once; a file that cannot be read simply has no source lines. */
function sourceLines(texts: ReadonlyMap<string, string>): LineOf {
  const cache = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = cache.get(file);
    if (!lines) {
      lines = (texts.get(file) ?? readShort(file)).replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
      cache.set(file, lines);
    }
    return lines[line];
  };
}

function readShort(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, 4_000_000);
  } catch {
    return '';
  }
}

function renderProblem(problem: Problem, terminal: Terminal, source: LineOf): string {
  const { style } = terminal;
  const word = problem.severity === 'info' ? 'note' : problem.severity;
  const head = `${style('bold', placeText(problem.place))}: ${style(['bold', STYLE[problem.severity]], word)}[${problem.code}]: ${visible(problem.message)}`;
  return [
    head,
    ...excerpt(problem.place, STYLE[problem.severity], terminal, source),
    ...(problem.related ?? []).map(
      ({ place, message }) => `  ${style('dim', `${placeText(place)}: ${message}`)}`,
    ),
    ...(problem.hint ? [`  ${style('cyan', 'help:')} ${visible(problem.hint)}`] : []),
  ].join('\n');
}

const placeText = ({ file, range }: Place): string =>
  range ? `${displayPath(file)}:${range.start.line + 1}:${range.start.column + 1}` : displayPath(file);

/** The source line with a caret under the range, cut to a window around it when the line is very long. */
function excerpt({ file, range }: Place, colour: Style, { style }: Terminal, source: LineOf): string[] {
  if (!range) return [];
  const raw = source(file, range.start.line);
  if (raw === undefined || (raw.trim() === '' && range.start.column === 0)) return [];
  const from = Math.max(0, range.start.column - MAX_SOURCE_WIDTH / 2);
  const line = visibleLine(raw.slice(from, from + MAX_SOURCE_WIDTH));
  const end = range.end.line === range.start.line ? range.end.column : raw.length;
  const before = expandTabs(line.slice(0, range.start.column - from));
  const marked = expandTabs(
    line.slice(range.start.column - from, Math.max(end, range.start.column + 1) - from),
  );
  const number = String(range.start.line + 1);
  const gutter = style('dim', `${' '.repeat(number.length)} |`);
  const caret = style(colour, '^'.repeat(Math.max(1, displayWidth(marked))));
  return [
    `  ${style('dim', `${number} |`)} ${expandTabs(line)}`,
    `  ${gutter} ${' '.repeat(displayWidth(before))}${caret}`,
  ];
}
