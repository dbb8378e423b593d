import { dirname, resolve } from 'node:path';
import { URI, Utils } from 'vscode-uri';
import {
  MODEL_PRESETS,
  parseDataRef,
  parseModel,
  parseReward,
  textSpan,
  type ModelPreset,
  type Span,
  type TextContent,
} from '../../language';
import { uriOf, type Snapshot } from '../document/snapshot';
import { declaredNames } from '../names/table';
import { writtenNames } from '../names/walk';

/** Something outside the document that one of its texts names. */
export type Outside = {
  readonly span: Span;
  /** What it is, in plain words: `the training rows`. */
  readonly what: string;
} & (
  | {
      readonly kind: 'file' | 'folder';
      readonly uri: string;
      /** Absolute; absent for a document that lies on no disk. */
      readonly path?: string;
      /** A function of the file. */
      readonly function?: string;
    }
  | { readonly kind: 'web'; readonly uri: string }
);

/** Every file, folder and address that the texts of a document name, in the order written. */
export function outsideOf(snapshot: Snapshot): readonly Outside[] {
  const datasets = new Set(declaredNames(snapshot, 'dataset'));
  const found = new Map<number, Outside>();
  for (const written of writtenNames(snapshot.tree)) {
    if (written.kind !== 'text' || written.content === 'stage-id') continue;
    const { node, content } = written;
    if (content === 'validation' && datasets.has(node.text)) continue;
    const target = targetOf(snapshot, content, node.text);
    if (target !== undefined)
      found.set(node.span.start, { ...target, span: textSpan(node, 0, node.text.length) });
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

type Target = Outside extends infer O ? (O extends unknown ? Omit<O, 'span'> : never) : never;

function targetOf(snapshot: Snapshot, content: TextContent, text: string): Target | undefined {
  switch (content) {
    case 'file':
      return local(
        snapshot,
        'file',
        text,
        /\.curriculum\.ya?ml$/iu.test(text) ? 'the curriculum' : 'the file',
      );
    case 'folder':
      return local(snapshot, 'folder', text, 'the folder');
    case 'data':
    case 'validation': {
      const ref = parseDataRef({ file: snapshot.path }, text);
      if (ref?.kind === 'file') return local(snapshot, 'file', text, 'the rows');
      return ref && web(`https://huggingface.co/datasets/${ref.id}`, 'the dataset on the Hugging Face Hub');
    }
    case 'failures':
      return /[/\\]/u.test(text) ? local(snapshot, 'folder', text, 'the results') : undefined;
    case 'hub':
      return /^[\w.-]+\/[\w.-]+$/u.test(text)
        ? web(`https://huggingface.co/datasets/${text}`, 'the dataset on the Hugging Face Hub')
        : undefined;
    case 'model':
      return modelTarget(snapshot, text);
    case 'reward': {
      const ref = parseReward(snapshot.path, text);
      if (ref?.kind !== 'python') return undefined;
      const file = local(snapshot, 'file', text.slice(0, text.lastIndexOf(':')), 'the reward function');
      return file === undefined || file.kind === 'web' ? undefined : { ...file, function: ref.function };
    }
    case 'url':
      return /^https?:$/u.test(URL.canParse(text) ? new URL(text).protocol : '')
        ? web(text, 'the address of the server')
        : undefined;
    default:
      return undefined;
  }
}

function modelTarget(snapshot: Snapshot, text: string): Target | undefined {
  const ref = parseModel(snapshot.path, text);
  if (ref?.kind === 'folder') return local(snapshot, 'folder', text, 'the folder of the model');
  const presets: Readonly<Record<string, ModelPreset>> = MODEL_PRESETS;
  const id = ref?.kind === 'hub' ? ref.id : ref && presets[ref.name]?.hub;
  return id === undefined
    ? undefined
    : web(`https://huggingface.co/${id}`, 'the model on the Hugging Face Hub');
}

const web = (uri: string, what: string): Target => ({ kind: 'web', uri, what });

/** Paths count from the folder of the document; on no disk, the same holds for its URI. */
function local(snapshot: Snapshot, kind: 'file' | 'folder', text: string, what: string): Target | undefined {
  // The language reports these: nothing in a path is expanded.
  if (text.trim() === '' || /^~|\$\{?[A-Za-z_]|%[A-Za-z_]+%|^[a-z][a-z\d+.-]+:\/\/|\0/iu.test(text))
    return undefined;
  if (!snapshot.onDisk) {
    const uri = Utils.resolvePath(Utils.dirname(URI.parse(snapshot.uri)), text.replaceAll('\\', '/'));
    return { kind, uri: uri.toString(), what };
  }
  const path = resolve(dirname(snapshot.path), text);
  return { kind, uri: uriOf(path), path, what };
}
