import { BASE_MODEL, NO_MODEL, textSpan, type Span } from '../../language';
import { anchorMarks } from './anchors';
import type { FileTree } from './files';
import { writtenNames, type Written } from './walk';

export type NameKind = 'dataset' | 'stage' | 'variant' | 'endpoint' | 'anchor';

/** A place where a name is written. */
export interface Occurrence {
  readonly kind: NameKind;
  readonly name: string;
  /** `declaration`: it says what the name is; a later file or a variant may say more under the same name. */
  readonly role: 'declaration' | 'reference';
  /** The characters of the name alone, inside any quotes. */
  readonly span: Span;
  readonly uri: string;
  /** The variant that it stands in. */
  readonly variant?: string;
  /** Names of equal kind and text are one only inside one scope: anchors belong to their file. */
  readonly scope: string;
  /** May be no name at all but a file or a Hub dataset; it counts where a dataset has this name. */
  readonly maybe?: true;
}

const found = new WeakMap<FileTree, readonly Occurrence[]>();

/** Every name of a file, by place. */
export function occurrencesIn(file: FileTree): readonly Occurrence[] {
  const before = found.get(file);
  if (before !== undefined) return before;
  const byPlace = new Map<string, Occurrence>();
  for (const written of writtenNames(file.tree)) {
    const one = toOccurrence(written, file);
    if (one !== undefined) byPlace.set(`${one.kind} ${one.span.start}`, one);
  }
  const anchors = anchorMarks(file.source).map(({ name, role, span, group }): Occurrence => ({
    kind: 'anchor',
    name,
    role,
    span,
    uri: file.uri,
    scope: `${file.path}#${group}`,
  }));
  const all = [...byPlace.values(), ...anchors].sort((a, b) => a.span.start - b.span.start);
  found.set(file, all);
  return all;
}

const KEYS: Readonly<Record<string, readonly [NameKind, Occurrence['role']]>> = {
  'dataset id': ['dataset', 'declaration'],
  'stage id': ['stage', 'reference'],
  'variant name': ['variant', 'declaration'],
  'endpoint name': ['endpoint', 'declaration'],
};

const TEXTS: Readonly<Record<string, readonly [NameKind, Occurrence['role']]>> = {
  'stage-id': ['stage', 'declaration'],
  stage: ['stage', 'reference'],
  dataset: ['dataset', 'reference'],
  validation: ['dataset', 'reference'],
  endpoint: ['endpoint', 'reference'],
  answerer: ['endpoint', 'reference'],
  verifier: ['endpoint', 'reference'],
};

/** Words that stand in the place of a name. */
const WORDS: Readonly<Record<string, string>> = { stage: 'base', answerer: BASE_MODEL, verifier: NO_MODEL };

function toOccurrence(written: Written, { uri }: FileTree): Occurrence | undefined {
  const meaning = written.kind === 'key' ? KEYS[written.of] : TEXTS[written.content];
  if (meaning === undefined) return undefined;
  const [kind, role] = meaning;
  const name = written.kind === 'key' ? written.entry.key : written.node.text;
  // `from: base` is the untrained model.
  const isWord =
    written.kind === 'text' ? WORDS[written.content] === name : written.of === 'stage id' && name === 'base';
  if (name === '' || isWord) return undefined;
  const span =
    written.kind === 'key' ? insideQuotes(written.entry.keySpan) : textSpan(written.node, 0, name.length);
  return {
    kind,
    name,
    role,
    span,
    uri,
    scope: '',
    ...(written.variant === undefined ? {} : { variant: written.variant }),
    ...(written.kind === 'text' && written.content === 'validation' ? { maybe: true } : {}),
  };
}

function insideQuotes({ source, start, end }: Span): Span {
  const first = source.text.charAt(start);
  const isQuoted =
    end - start >= 2 && (first === '"' || first === "'") && source.text.charAt(end - 1) === first;
  return isQuoted ? { source, start: start + 1, end: end - 1 } : { source, start, end };
}
