import { basename, dirname, extname } from 'node:path';
import { knownInside, knownPrefix } from './benchmarks';

const EVAL_ID = /^T\d{8}(?:-\d{6}|_G[0-9a-fA-F]+)$/;
export const isEvalId = (name: string): boolean => EVAL_ID.test(name);

const DATA = new Set(['.xlsx', '.tsv', '.json']);
const TRANSIENT = /_(?:checkpoint|PREV|tmp|response|processed|meta|config|structs)$/;
const FIGURES = /_(?:score|acc|fine|metrics|rating|final)$/;

/** A file of a VLMEvalKit folder, taken apart: `<model>_<rest>.<ext>`, `rest` being the benchmark and what follows. */
export interface NamedFile {
  readonly path: string;
  readonly model: string;
  readonly rest: string;
  readonly extension: string;
  /** Of the evaluation's folder; absent in a flat one. */
  readonly evalId?: string;
}

/** Takes a path apart; nothing when the name is none of VLMEvalKit's. */
export function namedFile(path: string): NamedFile | undefined {
  const extension = extname(path).toLowerCase();
  const stem = basename(path).slice(0, basename(path).length - extension.length);
  if (!DATA.has(extension) && extension !== '.csv') return undefined;
  if (TRANSIENT.test(stem)) return undefined;
  const folder = dirname(path);
  const evalId = isEvalId(basename(folder)) ? basename(folder) : undefined;
  const owner = basename(evalId === undefined ? folder : dirname(folder));
  const own = evalId === undefined ? {} : { evalId };
  if (owner !== '' && stem.startsWith(`${owner}_`)) {
    return { path, model: owner, rest: stem.slice(owner.length + 1), extension, ...own };
  }
  const known = knownInside(stem);
  return known === undefined ? undefined : { path, ...known, extension, ...own };
}

/** What a file is to its benchmark. */
export type FileRole =
  | { readonly role: 'raw' }
  /** Rows with what a judge or a matcher said; a higher rank says more. */
  | { readonly role: 'judged'; readonly suffix: string; readonly rank: number }
  | { readonly role: 'figures'; readonly suffix: string };

/** What a file with this text after the benchmark's name is. */
export function roleOf(suffix: string, extension: string): FileRole {
  if (suffix === '') return { role: 'raw' };
  if (extension === '.csv') return { role: 'figures', suffix };
  if (suffix.endsWith('_detailed_results')) return { role: 'judged', suffix, rank: 5 };
  if (suffix.endsWith('_score') && extension !== '.json') return { role: 'judged', suffix, rank: 4 };
  if (suffix.endsWith('_result') || suffix === '_auxmatch') return { role: 'judged', suffix, rank: 3 };
  if (FIGURES.test(suffix)) return { role: 'figures', suffix };
  if (suffix.endsWith('_extract')) return { role: 'judged', suffix, rank: 1 };
  return { role: 'judged', suffix, rank: 2 };
}

/** Words that follow a benchmark's name where it is not known: a judge, or what a program did. */
const FOLLOWS =
  /_(?:auxmatch|detailed_results|exact_matching|(?:gpt|chatgpt|openai|claude|bedrock|gemini|qwen|deepseek|llama|o\d)[\w.-]*|score|acc|result|extract|fine|metrics|rating)(?:_[\w.-]*)?$/i;

/** The benchmark's name in `rest`: a known one, else the shortest other file that begins it, else what is left. */
export function benchmarkIn(rest: string, siblings: ReadonlySet<string>): string {
  const known = knownPrefix(rest);
  const beginning = [...siblings]
    .filter((one) => one === rest || (rest.startsWith(`${one}_`) && FOLLOWS.test(rest.slice(one.length))))
    .sort((a, b) => a.length - b.length)[0];
  // A variant such as `MathVista_MINI_hard` has a file of its own; a known name alone would swallow it.
  if (
    beginning !== undefined &&
    beginning !== rest &&
    (known === undefined || beginning.length > known.length)
  ) {
    return beginning;
  }
  if (known !== undefined) {
    const after = rest.slice(known.length);
    if (after === '' || FOLLOWS.test(after) || siblings.has(known)) return known;
  }
  return beginning !== undefined && beginning !== rest ? beginning : rest.replace(FOLLOWS, '');
}
