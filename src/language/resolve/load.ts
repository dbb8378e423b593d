import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkShape } from '../check/check-shape';
import { child, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { MAX_LENGTH, parseTree } from '../parse/parse';
import type { Report } from '../report';
import { GRAMMAR } from '../schema/grammar';
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

export interface LoadedFile {
  readonly source: SourceText;
  /** Absent when the text means nothing at all. */
  readonly root?: MapNode;
}

export interface LoadedChain {
  readonly files: readonly LoadedFile[];
  /** How `extends` ends; when a file is missing, what the others lack may stand in it. */
  readonly end: 'complete' | 'loop' | 'missing';
}

/** The file and those it extends, the file itself first. Each file's own problems are reported in it. */
export function loadChain(
  file: string,
  text: string | undefined,
  read: ReadFile,
  report: Report,
): LoadedChain {
  const own = text ?? read(file);
  if (own === undefined) {
    const source = sourceText(file, '');
    report('SC100', { source, start: 0, end: 0 }, 'The file cannot be read', {
      hint: 'Check that it exists, may be read, and is UTF-8 text.',
    });
    return { files: [], end: 'missing' };
  }
  const chain: LoadedFile[] = [];
  let next: LoadedFile | 'loop' | 'missing' | undefined = loadFile(sourceText(file, own), report);
  while (typeof next === 'object') {
    chain.push(next);
    next = loadBase(next, chain, read, report);
  }
  return { files: chain, end: next ?? 'complete' };
}

function loadFile(source: SourceText, report: Report): LoadedFile {
  const tree = parseTree(source, report);
  if (tree === undefined) return { source };
  checkShape(GRAMMAR, tree, report);
  return tree.kind === 'map' ? { source, root: tree } : { source };
}

function loadBase(
  file: LoadedFile,
  chain: readonly LoadedFile[],
  read: ReadFile,
  report: Report,
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
  const reports: Parameters<Report>[] = [];
  const base = loadFile(sourceText(path, text), (...one) => void reports.push(one));
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
