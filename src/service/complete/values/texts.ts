import { CompletionItemKind } from 'vscode-languageserver-types';
import { CAPABILITIES, type TextContent } from '../../../language';
import { BENCHMARKS } from '../benchmarks';
import type { Context, Draft, KnownShape } from '../context';
import { expressionItems } from '../expression/items';
import { datasetIds, endpointNames, stageIds, stageOf } from '../names';
import { WORD_DOCS } from '../paper';
import { checkpointItems } from './checkpoints';
import { columnItems } from './columns';
import { captionColumnItems, failureItems, kindItems, modelNames } from './make';
import { modelItems } from './models';
import { pathItems, type PathWish } from './paths';
import { rewardItems } from './rewards';

const DATA_FILES = /\.(?:jsonl|json|csv|parquet)$/i;

/** What a text of the grammar may be, by what it is for. */
export async function textItems(context: Context, shape: KnownShape): Promise<readonly Draft[]> {
  if (shape.kind !== 'string') return [];
  const content: TextContent | undefined = shape.content;
  switch (content) {
    case 'name':
      return nameItems(context);
    case 'file':
      return pathItems(context, fileWish(String(context.cursor.path.at(-1))));
    case 'folder':
      return pathItems(context, { folders: true });
    case 'data':
      return pathItems(context, { files: DATA_FILES });
    case 'validation':
      return [...datasetItems(context), ...(await pathItems(context, { files: DATA_FILES }))];
    case 'dataset':
      return datasetItems(context);
    case 'stage':
      return stageItems(context);
    case 'column':
      return columnItems(context);
    case 'row-condition':
      return expressionItems(context, 'where');
    case 'row-order':
      return expressionItems(context, 'order');
    case 'metric-condition':
      return expressionItems(context, 'until');
    case 'model':
      return modelItems(context);
    case 'reward':
      return rewardItems(context);
    case 'checkpoint':
      return checkpointItems(context);
    case 'benchmark':
      return Object.entries(BENCHMARKS).map(([label, doc]) => ({
        label,
        kind: CompletionItemKind.Value,
        doc,
        group: 1,
      }));
    case 'endpoint':
      return endpointNames(context).map((label) => ({ label, kind: CompletionItemKind.Reference, group: 1 }));
    case 'answerer':
    case 'verifier':
      return modelNames(context, content);
    case 'question-kind':
      return kindItems();
    case 'caption-column':
      return captionColumnItems(context);
    case 'keep-condition':
      return expressionItems(context, 'keep');
    case 'failures':
      return failureItems(context);
    case 'url':
    case 'hub':
    case undefined:
      return shape.example === undefined
        ? []
        : [{ label: shape.example, kind: CompletionItemKind.Value, detail: 'for example', group: 2 }];
  }
}

function fileWish(key: string): PathWish {
  switch (key) {
    case 'file':
      return { files: /\.jsonl$/i };
    case 'extends':
      return { files: /\.curriculum\.ya?ml$/i };
    case 'prompt':
      return { files: /\.(?:jinja2?|j2|txt|md)$/i };
    case 'python':
      return { files: /^python[\d.]*(?:\.exe)?$/i };
    case 'from':
      return { files: /\.(?:jsonl|json|xlsx|tsv|csv|parquet)$/i, folders: true };
    default:
      return { files: /./ };
  }
}

/** Names are the user's own, but for the paper's capabilities and ids of stages that a variant changes. */
function nameItems(context: Context): readonly Draft[] {
  const { cursor, curriculum } = context;
  const key = cursor.path.at(-1);
  if (key === 'capability') {
    // What is being typed is no name yet.
    const others = curriculum?.datasets.filter(({ id }) => id !== cursor.path.at(-2)) ?? [];
    const own = others.map(({ capability }) => capability);
    return [...new Set([...CAPABILITIES, ...own])].map((label) => ({
      label,
      kind: CompletionItemKind.EnumMember,
      group: 1,
      ...(Object.hasOwn(WORD_DOCS, label)
        ? { doc: WORD_DOCS[label] ?? '' }
        : { detail: 'used in this file' }),
    }));
  }
  const isPatch = cursor.path.includes('variants') || context.snapshot.checked.base.files.length > 1;
  if (key !== 'id' || !isPatch) return [];
  return stageIds(context).map((label) => ({
    label,
    kind: CompletionItemKind.Reference,
    detail: 'changes this stage',
    group: 1,
  }));
}

function datasetItems(context: Context): readonly Draft[] {
  const { curriculum } = context;
  const needsVal = context.cursor.path.at(-1) === 'validate';
  return datasetIds(context).map((label): Draft => {
    const dataset = curriculum?.datasets.find(({ id }) => id === label);
    const ref = needsVal ? dataset?.val : dataset?.train;
    return {
      label,
      kind: CompletionItemKind.Reference,
      ...(dataset === undefined ? {} : { detail: dataset.capability }),
      ...(ref === undefined ? {} : { doc: `\`${ref.text.replaceAll('`', '')}\`` }),
      group: needsVal && ref === undefined ? 5 : 1,
    };
  });
}

/** Stages to continue, or to select and order; a stage never continues itself. */
function stageItems(context: Context): readonly Draft[] {
  const { cursor, curriculum } = context;
  const isFrom = cursor.path.at(-1) === 'from' && cursor.role === 'value';
  const own = isFrom ? stageOf(context) : undefined;
  const ids = stageIds(context);
  const at = own === undefined ? ids.length : ids.indexOf(own);
  const stages = ids
    .filter((id) => id !== own && !cursor.items.includes(id))
    .map((label): Draft => {
      const stage = curriculum?.stages.find(({ id }) => id === label);
      const isLater = isFrom && ids.indexOf(label) > at;
      return {
        label,
        kind: CompletionItemKind.Reference,
        detail: isLater ? 'runs later' : (stage?.data.join(', ') ?? ''),
        group: isLater ? 4 : 1,
      };
    });
  // The stage before is the nearest thing to continue.
  if (isFrom) stages.sort((a, b) => a.group - b.group || ids.indexOf(b.label) - ids.indexOf(a.label));
  const base: Draft = {
    label: 'base',
    kind: CompletionItemKind.Constant,
    detail: 'the untrained model',
    group: 2,
  };
  return isFrom ? [...stages, base] : stages;
}
