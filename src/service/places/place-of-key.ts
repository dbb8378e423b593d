import type { CheckedCurriculum, KeyPath } from '../../language';
import type { Place, StageCommand } from '../../protocol';
import type { Snapshot } from '../document/snapshot';

/** Where a key stands, in the curriculum or in one that it extends. */
export interface KeyPlace {
  readonly place: Place;
  /** False: the key is written nowhere; the place is that of the stage or mapping that it belongs in. */
  readonly written: boolean;
  /** The path of the key, or the one that it would have in its stage. */
  readonly path: KeyPath;
}

/** Keys longer than this are no keys. */
const LONGEST = 500;

/**
 * Where the key stands that a finding of a run names (see `RunFinding.key`): with a leading slash it is one of the
 * file; otherwise it is looked for in the stage, then where a stage has its settings from. Undefined when the
 * curriculum as it is now has no such variant, or means nothing.
 */
export function placeOfKey(
  snapshot: Pick<Snapshot, 'checked'>,
  { variant, stage, key }: Pick<StageCommand, 'variant' | 'stage'> & { readonly key: string },
): KeyPlace | undefined {
  const { base, variants } = snapshot.checked;
  const checked = variant === undefined ? base : variants.get(variant);
  if (checked === undefined || key === '' || key.length > LONGEST) return undefined;
  const paths = pathsOf(checked, stage, key);
  for (const path of paths) {
    const place = checked.locate(path, 'key');
    if (isWritten(checked, path, place)) return { place, written: true, path };
  }
  const [path] = paths;
  return path && { place: checked.locate(path, 'key'), written: false, path };
}

/** Where a key may stand, the likeliest first. */
function pathsOf(
  { curriculum }: CheckedCurriculum,
  stage: string | undefined,
  key: string,
): readonly KeyPath[] {
  if (key.startsWith('/')) return [key.slice(1).split('/')];
  const own = withOptions(key);
  const known = curriculum?.stages.some(({ id }) => id === stage) === true;
  return [
    // A stage that the file has not is the one that all of them were pooled into.
    ...(stage === undefined ? [] : known ? [['stages', stage, ...own]] : [['pooled', ...own]]),
    ['defaults', ...own],
    own,
  ];
}

/** The engine's own keys have dots in them: `engine_options.data.max_pixels` is a key in a mapping. */
function withOptions(key: string): readonly string[] {
  const [first, ...rest] = key.split('.');
  return rest.length === 0 || first === undefined ? [key] : [first, rest.join('.')];
}

/** What is not written has the place of what it would be written in, whose words are others. */
function isWritten({ files }: CheckedCurriculum, path: KeyPath, { file, range }: Place): boolean {
  // Offsets leave out a byte order mark.
  const text = files.find((one) => one.path === file)?.text.replace(/^\uFEFF/, '');
  const key = path.at(-1);
  if (text === undefined || range === undefined || typeof key !== 'string') return false;
  const written = text.slice(range.start.offset, range.end.offset).replace(/^(['"])(.*)\1$/, '$2');
  // Of `a.b.c` written as `a: { b.c: 1 }` the place is that of the last part.
  return written !== '' && (key === written || key.endsWith(`.${written}`));
}
