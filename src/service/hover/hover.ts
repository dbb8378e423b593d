import { MarkupKind, type Hover, type MarkupContent, type Range } from 'vscode-languageserver-types';
import { ENGINE_NAMES, type ScalarNode, type Span } from '../../language';
import { findAt, type FoundAt } from '../document/find-at';
import type { Snapshot } from '../document/snapshot';
import type { Known, Split } from '../known/known';
import { contextOf, type HoverContext } from './context';
import { columnsHover, datasetHover, fileHover } from './datasets';
import { engineKeyAt, engineOptionHover } from './engine-option';
import { expressionHover } from './expressions';
import { keyHover } from './keys';
import { code, paragraphs } from './markdown';
import { kindHover, modelWordHover } from './made';
import { engineHover, modelHover, rewardHover } from './models';
import { patience, PATIENCE_MS } from './patience';
import { plainText } from './plain-text';
import { problemWords } from './problems';
import { stageHover, variantHover } from './stages';

export interface HoverOptions {
  /** Address of the reference page, without an anchor; absent when it is published nowhere. */
  readonly reference?: string;
  /** False: the editor shows plain text alone. Default true. */
  readonly markdown?: boolean;
  /** How long to wait for data before the hover appears without, in milliseconds. */
  readonly wait?: number;
}

/**
 * What stands at an offset of a document, explained: keys with their meaning, default and effective value, names with
 * what they stand for, expressions in words. Data that is not known in time is said to be on its way. Nothing where
 * there is nothing to say or the signal was aborted.
 */
export async function hover(
  snapshot: Snapshot,
  offset: number,
  known: Known,
  signal?: AbortSignal,
  options: HoverOptions = {},
): Promise<Hover | undefined> {
  const found = findAt(snapshot.tree, offset);
  if (found === undefined || found.path.length === 0) return undefined;
  const span = found.part === 'key' ? found.entry?.keySpan : found.node.span;
  // A mapping has nothing to say of the space inside it; its key has.
  if (span === undefined || (found.part === 'value' && found.node.kind !== 'scalar')) return undefined;
  const waiting = patience(options.wait ?? PATIENCE_MS, signal);
  try {
    const context = contextOf({
      snapshot,
      known,
      patience: waiting,
      found,
      ...(signal === undefined ? {} : { signal }),
      ...(options.reference === undefined ? {} : { reference: options.reference }),
    });
    const value = paragraphs([
      await (found.part === 'key' ? ofKey(context) : ofValue(context, offset)),
      problemWords(context, offset),
    ]);
    if (value === '' || signal?.aborted === true) return undefined;
    return { contents: contentsOf(value, options.markdown !== false), range: rangeOf(span) };
  } finally {
    waiting.end();
  }
}

const contentsOf = (markdown: string, isShown: boolean): MarkupContent =>
  isShown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };

const isSplit = (key: unknown): key is Split => key === 'train' || key === 'val' || key === 'test';

async function ofKey(context: HoverContext): Promise<string | undefined> {
  const { path, curriculum } = context;
  const [top, name, key] = path;
  const option = engineKeyAt(path);
  if (option !== undefined) return engineOptionHover(context, option);
  if (path.length === 2 && typeof name === 'string') {
    switch (top) {
      case 'datasets':
        return datasetHover(context, name);
      case 'stages':
        return stageHover(context, name);
      case 'variants':
        return variantHover(context, name);
      case 'models':
        return endpointHover(context, name);
      case 'engine': {
        const engine = ENGINE_NAMES.find((one) => one === name);
        return engine === undefined ? undefined : engineHover(context, engine);
      }
      default:
        break;
    }
  }
  const dataset = top === 'datasets' ? curriculum?.datasets.find(({ id }) => id === name) : undefined;
  const about = keyHover(context);
  if (dataset === undefined) return about;
  if (key === 'columns') return paragraphs([about, await columnsHover(context, dataset)]);
  return isSplit(key) ? paragraphs([about, await fileHover(context, dataset, key)]) : about;
}

async function ofValue(context: HoverContext, offset: number): Promise<string | undefined> {
  const { found, path } = context;
  const { node } = found;
  if (node.kind !== 'scalar') return undefined;
  const option = engineKeyAt(path);
  if (option !== undefined) return engineOptionHover(context, option);
  return (await ofName(context, found, node, offset)) ?? keyHover(context);
}

/** What a value stands for, where it names something. */
async function ofName(
  context: HoverContext,
  { shape }: FoundAt,
  node: ScalarNode,
  offset: number,
): Promise<string | undefined> {
  const { path, curriculum } = context;
  const { text } = node;
  if (path[0] === 'engine' && path.length === 1) {
    const engine = ENGINE_NAMES.find((one) => one === text);
    return engine === undefined ? undefined : engineHover(context, engine);
  }
  if (path[0] === 'stages' && path[2] === 'id') return stageHover(context, text);
  const content = contentOf(shape);
  switch (content) {
    case 'row-condition':
    case 'row-order':
    case 'metric-condition':
    case 'keep-condition':
      return expressionHover(context, node, content, offset);
    case 'model':
      return modelHover(context, text);
    case 'reward':
      return rewardHover(context, text);
    case 'dataset':
      return datasetHover(context, text);
    case 'stage':
      return stageHover(context, text);
    case 'endpoint':
      return endpointHover(context, text);
    case 'answerer':
    case 'verifier':
      return endpointHover(context, text) ?? modelWordHover(context, text);
    case 'question-kind':
      return paragraphs([kindHover(text), keyHover(context)]);
    case 'validation': {
      const dataset = curriculum?.datasets.find(({ id }) => id === text);
      return dataset === undefined ? undefined : fileHover(context, dataset, 'val');
    }
    case 'column': {
      const dataset = curriculum?.datasets.find(({ id }) => id === path[1]);
      if (dataset === undefined) return undefined;
      return paragraphs([keyHover(context), await columnsHover(context, dataset)]);
    }
    case 'data': {
      const dataset = curriculum?.datasets.find(({ id }) => id === path[1]);
      const split = path[2];
      return dataset === undefined || !isSplit(split) ? undefined : fileHover(context, dataset, split);
    }
    default:
      return undefined;
  }
}

/** What a text is for; a bare word among the stages is the id of one. */
function contentOf(shape: FoundAt['shape']): string | undefined {
  if (shape === undefined) return undefined;
  if (shape.kind === 'string' || shape.kind === 'string-list') return shape.content;
  if (shape.kind !== 'either') return undefined;
  return shape.options.flatMap((option) => (option.kind === 'string' ? [option.content] : []))[0];
}

function endpointHover({ curriculum }: HoverContext, name: string): string | undefined {
  const endpoint =
    curriculum !== undefined && Object.hasOwn(curriculum.models, name) ? curriculum.models[name] : undefined;
  return endpoint === undefined
    ? undefined
    : `**${code(name)}**: ${code(endpoint.model)} at ${code(endpoint.url)}.`;
}

function rangeOf(span: Span): Range {
  const { lines } = span.source;
  const [start, end] = [lines.position(span.start), lines.position(span.end)];
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}
