import { basename } from 'node:path';
import { codeOf, DOCTOR_CODES } from '../../doctor';
import type { KeyPath } from '../../language';
import type { Problem, ProblemCode, RunFinding } from '../../protocol';
import type { Snapshot } from '../document/snapshot';
import { placeOfKey, type KeyPlace } from '../places';

/** A finding of a run as a problem of the curriculum, and the value that it is about. */
export interface SeenFinding {
  readonly problem: Problem;
  /** The characters of the responsible key's value; empty where it is not written. With another one it is mended. */
  readonly value: string;
}

/**
 * Shows what was found in a run at the key that is responsible for it: where the key is written, else at the nearest
 * thing that is, else at the stage. Undefined when the curriculum as it is now has no such place.
 */
export function seenFinding(snapshot: Snapshot, run: string, finding: RunFinding): SeenFinding | undefined {
  const { id, severity, message, hint, stage, step, key, suggestion } = finding;
  const found = whereIs(snapshot, stage, key);
  if (found === undefined) return undefined;
  const seen = [`run ${basename(run)}`, ...(stage === undefined ? [] : [`stage ${stage}`])];
  const value = found.written ? valueAt(snapshot, found.path) : '';
  return {
    value,
    problem: {
      code: findingCode(id),
      severity,
      message: `${message} (${id}, ${seen.join(', ')}${step === undefined ? '' : `, step ${step}`})`,
      place: found.place,
      ...(hint === undefined ? {} : { hint }),
      ...(key === undefined || suggestion === undefined || String(suggestion) === value
        ? {}
        : { suggestion: { key, value: suggestion, ...(stage === undefined ? {} : { stage }) } }),
    },
  };
}

/** What an engine itself has found has no code of its own. */
const findingCode = (id: string): ProblemCode => (Object.hasOwn(DOCTOR_CODES, id) ? codeOf(id) : 'SC600');

function whereIs(
  snapshot: Snapshot,
  stage: string | undefined,
  key: string | undefined,
): KeyPlace | undefined {
  const keys = [key, 'id'].filter((one) => one !== undefined);
  for (const one of keys) {
    const found = placeOfKey(snapshot, { key: one, ...(stage === undefined ? {} : { stage }) });
    if (found?.place.range !== undefined) return found;
  }
  return undefined;
}

function valueAt({ checked: { base } }: Snapshot, path: KeyPath): string {
  const { file, range } = base.locate(path, 'value');
  const text = base.files.find((one) => one.path === file)?.text.replace(/^\uFEFF/, '');
  return range === undefined ? '' : (text?.slice(range.start.offset, range.end.offset) ?? '');
}
