import { isAbsolute } from 'node:path';
import type { FindingsParams, Problem, RunFinding } from '../../protocol';
import { seenFinding } from '../../service';
import type { OpenDocument } from '../documents/document';

/** What runs have shown of curricula, as long as the key that is responsible has the value that it had. */
export interface Findings {
  /** Replaces what was found for a curriculum; false when the message makes no sense. */
  set(params: unknown): params is FindingsParams;
  /** The problems of a document as it is now. */
  of(document: OpenDocument): readonly Problem[];
}

/** More of one run nobody reads. */
const MOST = 100;

interface Kept {
  readonly finding: RunFinding;
  /** Of the responsible key, when the finding was first shown. */
  value?: string;
  mended?: boolean;
}

export function openFindings(): Findings {
  const files = new Map<string, { readonly run: string; readonly kept: readonly Kept[] }>();
  const shown = (document: OpenDocument, run: string, kept: Kept): readonly Problem[] => {
    if (kept.mended === true) return [];
    const seen = seenFinding(document.snapshot(), run, kept.finding);
    // While the text means nothing, nothing is mended either.
    if (seen === undefined) return [];
    kept.value ??= seen.value;
    if (kept.value === seen.value) return [seen.problem];
    kept.mended = true;
    return [];
  };
  return {
    set: (params): params is FindingsParams => {
      if (!isFindings(params)) return false;
      const { file, run, findings } = params;
      const before = files.get(file);
      const known = new Map(
        before?.run === run ? before.kept.map((kept) => [identity(kept.finding), kept]) : [],
      );
      // What was mended in the meantime stays so, though the same run goes on and tells of more.
      const kept = findings.slice(0, MOST).map((finding) => known.get(identity(finding)) ?? { finding });
      if (kept.length === 0) files.delete(file);
      else files.set(file, { run, kept });
      return true;
    },
    of: (document) => {
      const found = document.onDisk ? files.get(document.path) : undefined;
      return found === undefined ? [] : found.kept.flatMap((kept) => shown(document, found.run, kept));
    },
  };
}

const identity = ({ id, stage, key }: RunFinding): string => JSON.stringify([id, stage, key]);

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function isFindings(value: unknown): value is FindingsParams {
  if (!isRecord(value) || !isText(value.file) || !isAbsolute(value.file) || !isText(value.run)) return false;
  return Array.isArray(value.findings) && value.findings.every(isFinding);
}

const isFinding = (value: unknown): value is RunFinding =>
  isRecord(value) &&
  isText(value.id) &&
  isText(value.message) &&
  ['error', 'warning', 'info'].includes(String(value.severity)) &&
  ['evidence', 'cause', 'hint', 'stage', 'key', 'time'].every(
    (key) => value[key] === undefined || isText(value[key]),
  ) &&
  (value.step === undefined || typeof value.step === 'number') &&
  (value.suggestion === undefined || ['string', 'number', 'boolean'].includes(typeof value.suggestion));
