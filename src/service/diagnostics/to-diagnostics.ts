import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Range as EditorRange,
} from 'vscode-languageserver-types';
import type { Place, Problem, ProblemCode, Severity } from '../../protocol';
import { uriOf } from '../document/snapshot';
import type { ProblemData } from './data';

export interface DiagnosticOptions {
  /** The URI under which the editor knows a file; default that of a file of this machine. */
  readonly uriOf?: (file: string) => string;
  /** Address of the reference page, without an anchor; absent when it is published nowhere. */
  readonly reference?: string;
}

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const satisfies Readonly<Record<Severity, DiagnosticSeverity>>;

/** What stands there and is not used: editors fade it. */
const UNNECESSARY: ReadonlySet<ProblemCode> = new Set(['SC105', 'SC211', 'SC218', 'SC246']);

/** The end of a line, whatever its length: columns beyond it mean its end. */
const LINE_END = 2 ** 31 - 1;

/**
 * Problems as an editor shows them, by the URI of the file they stand in. Each of `files` (absolute paths) has an
 * entry, empty where it has no problem, so that what was shown there before goes away.
 */
export function toDiagnostics(
  problems: readonly Problem[],
  files: Iterable<string>,
  options: DiagnosticOptions = {},
): ReadonlyMap<string, readonly Diagnostic[]> {
  const address = options.uriOf ?? uriOf;
  const found = new Map<string, Diagnostic[]>([...files].map((file) => [address(file), []]));
  for (const problem of problems) {
    const uri = address(problem.place.file);
    const list = found.get(uri);
    const diagnostic = toDiagnostic(problem, options, address);
    if (list === undefined) found.set(uri, [diagnostic]);
    else list.push(diagnostic);
  }
  return found;
}

/** One problem as an editor shows it; its file is not part of it. */
function toDiagnostic(
  { code, severity, message, place, hint, suggestion, related = [] }: Problem,
  { reference }: DiagnosticOptions,
  address: (file: string) => string,
): Diagnostic {
  const data: ProblemData = {
    ...(hint === undefined ? {} : { hint }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...foundIn(place, related),
  };
  return {
    range: toRange(place),
    severity: SEVERITY[severity],
    code,
    ...(reference === undefined ? {} : { codeDescription: { href: `${reference}#${code.toLowerCase()}` } }),
    source: 'stagecraft',
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(UNNECESSARY.has(code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length === 0
      ? {}
      : {
          relatedInformation: related.map((other) => ({
            location: { uri: address(other.place.file), range: toRange(other.place) },
            message: other.message,
          })),
        }),
    data,
  };
}

/** A data file that the story of a problem begins in. */
const foundIn = (place: Place, related: NonNullable<Problem['related']>): Pick<ProblemData, 'found'> => {
  const [first] = related;
  if (first === undefined || first.place.file === place.file || isCurriculum(first.place.file)) return {};
  const line = first.place.range?.start.line;
  return { found: { file: first.place.file, ...(line === undefined ? {} : { line }) } };
};

const isCurriculum = (file: string): boolean => /\.ya?ml$/iu.test(file);

/** An empty range at the start of a line is a row of a data file, whose text was not looked at: the whole line. */
function toRange({ file, range }: Place): EditorRange {
  if (range === undefined) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const { start, end } = range;
  const isRow = start.column === 0 && start.offset === 0 && end.line === start.line && end.column === 0;
  return {
    start: { line: start.line, character: start.column },
    end: {
      line: end.line,
      character: isRow && (start.line > 0 || !isCurriculum(file)) ? LINE_END : end.column,
    },
  };
}
