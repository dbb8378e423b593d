import { CompletionItemKind } from 'vscode-languageserver-types';
import { CAPTION_NAMES, type CaptionRole } from '../../../data';
import { BASE_MODEL, LAST_RUN, NO_MODEL, QUESTION_KINDS, type Dataset } from '../../../language';
import { QUESTION_COLUMNS } from '../../../plan';
import type { Context, Draft } from '../context';
import { endpointNames } from '../names';
import { columnsOf, type SharedColumn } from './columns';
import { pathItems } from './paths';

/** Endpoints, and the word that stands for another model or for none. */
export function modelNames(context: Context, content: 'answerer' | 'verifier'): readonly Draft[] {
  const other: Draft =
    content === 'answerer'
      ? {
          label: BASE_MODEL,
          kind: CompletionItemKind.Keyword,
          detail: 'the curriculum’s own model before training',
          group: 2,
        }
      : { label: NO_MODEL, kind: CompletionItemKind.Keyword, detail: 'nobody looks', group: 2 };
  return [
    ...endpointNames(context).map((label) => ({ label, kind: CompletionItemKind.Reference, group: 1 })),
    other,
  ];
}

/** Kinds that Stagecraft describes to the writer; any other word goes, too. */
export const kindItems = (): readonly Draft[] =>
  Object.entries(QUESTION_KINDS).map(([label, doc]) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    doc,
    group: 1,
  }));

/** The newest run, or a folder of results. */
export async function failureItems(context: Context): Promise<readonly Draft[]> {
  return [
    { label: LAST_RUN, kind: CompletionItemKind.Keyword, detail: 'the newest run', group: 0 },
    ...(await pathItems(context, { folders: true })),
  ];
}

const isRole = (role: string): role is CaptionRole => Object.hasOwn(CAPTION_NAMES, role);

/** Columns of the file of captions, the usual names of the role first. */
export async function captionColumnItems(context: Context): Promise<readonly Draft[]> {
  const { cursor } = context;
  const dataset = datasetAround(context);
  if (dataset?.made?.make.source.kind !== 'captions') return [];
  const role = String(cursor.path.at(-1));
  const usual = isRole(role) ? CAPTION_NAMES[role] : [];
  return (await sourceColumns(context, dataset)).map(({ name, type }) => ({
    label: name,
    kind: CompletionItemKind.Field,
    detail: type,
    group: usual.includes(name.toLowerCase()) ? 0 : [...cursor.beside.values()].includes(name) ? 3 : 1,
  }));
}

/** The dataset that the cursor is in. */
export function datasetAround({ cursor, curriculum }: Context): Dataset | undefined {
  const id = cursor.path[cursor.path.lastIndexOf('datasets') + 1];
  return curriculum?.datasets.find((one) => one.id === id);
}

/** Columns of the rows that a dataset is made of. */
export async function sourceColumns(context: Context, dataset: Dataset): Promise<readonly SharedColumn[]> {
  const source = dataset.made?.make.source;
  switch (source?.kind) {
    case 'captions':
    case 'own': {
      const train = source.kind === 'own' ? source.train : source.file;
      const { id, capability } = dataset;
      return columnsOf(context, [{ id, capability, train, columns: {} }]);
    }
    case 'datasets': {
      const all = context.curriculum?.datasets ?? [];
      return columnsOf(
        context,
        all.filter(({ id }) => source.ids.includes(id)),
      );
    }
    case 'failures':
    case undefined:
      return [];
  }
}

/** What `keep` may name: outcomes of the answers, columns of the questions, and columns of the rows. */
export async function keepColumns(context: Context): Promise<readonly SharedColumn[]> {
  const dataset = datasetAround(context);
  const usual = QUESTION_COLUMNS.map((column) => ({ ...column, datasets: [] }));
  const carried = dataset === undefined ? [] : await sourceColumns(context, dataset);
  const names = new Set(usual.map(({ name }) => name));
  return [...usual, ...carried.filter(({ name }) => !names.has(name.toLowerCase()))];
}
