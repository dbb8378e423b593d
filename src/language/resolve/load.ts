import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkShape } from '../check/check-shape';
import { child, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { MAX_LENGTH, parseTree } from '../parse/parse';
import type { Report } from '../report';
import { GRAMMAR } from '../schema/grammar';
import type { LoadMemory } from './load-memory';
import type { Said } from '../parse/move';
import { sourceText, type SourceText, type Span } from '../text/source';
import { quote } from '../report';

/** Gives the text of a file by its absolute path; nothing when it cannot be read. */
export type ReadFile = (path: string) => string | undefined;

/** Files a chain of `extends` may have. */
const MAX_CHAIN = 32;

/** Reads UTF-8 text from the disk; nothing for a missing, too large or otherwise encoded file. */
export const readFromDisk: ReadFile = (path) => {
  try {
    const info = statSync(path);
    // A character takes at most four bytes; a file beyond that is refused for its length in any case.
    if (!info.isFile() || info.size > 4 * MAX_LENGTH) return undefined;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
};

/** How the files of a chain are read. */
export interface Loading {
  readonly read: ReadFile;
  readonly report: Report;
  /** What is known of the files from last time. */
  readonly memory?: LoadMemory;
}

export interface LoadedFile {
  readonly source: SourceText;
  /** Absent when the text means nothing at all. */
  readonly tree?: TreeNode;
  /** The tree where it is a mapping. */
  readonly root?: MapNode;
}

export interface LoadedChain {
  readonly files: readonly LoadedFile[];
  /** How `extends` ends; when a file is missing, what the others lack may stand in it. */
  readonly end: 'complete' | 'loop' | 'missing';
}

/** The file and those it extends, the file itself first. Each file's own problems are reported in it. */
export function loadChain(file: string, text: string | undefined, loading: Loading): LoadedChain {
  const { report } = loading;
  const own = text ?? loading.read(file);
  if (own === undefined) {
    const source = sourceText(file, '');
    report('SC100', { source, start: 0, end: 0 }, 'The file cannot be read', {
      hint: 'Check that it exists, may be read, and is UTF-8 text.',
    });
    return { files: [], end: 'missing' };
  }
  const chain: LoadedFile[] = [];
  let next: LoadedFile | 'loop' | 'missing' | undefined = loadFile(file, own, report, loading.memory);
  while (typeof next === 'object') {
    chain.push(next);
    next = loadBase(next, chain, loading);
  }
  return { files: chain, end: next ?? 'complete' };
}

/** Reads one file, or takes it from the memory where its text is the same as last time. */
function loadFile(path: string, text: string, report: Report, memory: LoadMemory | undefined): LoadedFile {
  const kept = memory?.get(path);
  if (kept?.file !== undefined && kept.text === text) {
    for (const one of kept.said) report(...one);
    return kept.file;
  }
  const said: Said[] = [];
  const keep: Report = (...one) => void said.push(one);
  const source = sourceText(path, text);
  const tree = parseTree(source, keep, kept?.pieces);
  if (tree !== undefined) checkShape(GRAMMAR, tree, keep);
  for (const one of said) report(...one);
  const file: LoadedFile = {
    source,
    ...(tree === undefined ? {} : { tree }),
    ...(tree?.kind === 'map' ? { root: tree } : {}),
  };
  if (kept !== undefined) Object.assign(kept, { text, file, said });
  return file;
}

function loadBase(
  file: LoadedFile,
  chain: readonly LoadedFile[],
  { read, report, memory }: Loading,
): LoadedFile | 'loop' | 'missing' | undefined {
  const node = child(file.root, 'extends');
  const written = textOf(node);
  if (node === undefined || written === undefined) return undefined;
  const path = resolve(dirname(file.source.path), written);
  const loop = chain.findIndex((one) => one.source.path === path);
  if (loop >= 0 || chain.length >= MAX_CHAIN) {
    const span = extendsSpan(chain.at(Math.max(loop, 0)));
    report(
      'SC212',
      node.span,
      loop >= 0
        ? `${quote(written)} extends this file again`
        : `More than ${MAX_CHAIN} files extend one another`,
      {
        hint: 'Remove one `extends`, so that the files form a line that ends.',
        ...(span === undefined || loop < 0 ? {} : { related: [{ span, message: 'the loop starts here' }] }),
      },
    );
    return loop >= 0 ? 'loop' : 'missing';
  }
  const text = read(path);
  if (text === undefined) {
    report('SC213', node.span, `${quote(written)} cannot be read`, {
      hint: `It must be UTF-8 text at ${path}; the path counts from the folder of the file that names it.`,
    });
    return 'missing';
  }
  const reports: Said[] = [];
  const base = loadFile(path, text, (...one) => void reports.push(one), memory);
  if (!isCurriculum(base)) {
    // Nothing of it is quoted: it may be anything that this user may read and others who see the message may not.
    report('SC213', node.span, `${quote(written)} is not a curriculum`, {
      hint: 'Name a file with keys of a curriculum, such as `datasets:` or `defaults:`.',
    });
    return 'missing';
  }
  for (const one of reports) report(...one);
  return base;
}

const isCurriculum = ({ root }: LoadedFile): boolean =>
  root !== undefined && [...root.entries.keys()].some((key) => Object.hasOwn(GRAMMAR.keys, key));

const extendsSpan = (file: LoadedFile | undefined): Span | undefined => {
  const node: TreeNode | undefined = child(file?.root, 'extends');
  return node?.span;
};
