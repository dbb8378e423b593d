import type { CompletionList } from 'vscode-languageserver-types';
import type { Curriculum } from '../../language';
import { cursorAt, type Cursor } from '../cursor';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';
import type { Context, Draft, KnownShape } from './context';
import { entryItems, stageItem } from './items/entries';
import { optionKeys, optionPrefix, optionValues } from './items/engine-options';
import { fieldsAt } from './items/inherited';
import { fieldItems, keyPlace } from './items/keys';
import type { CompleteOptions } from './options';
import { patience } from './patience';
import { placeItems } from './place';
import { alternatives, shapesAt } from './shapes';
import { valueItems } from './values/values';

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/**
 * What can be written at an offset of a curriculum, whatever state its text is in. Answers about files are waited for
 * a moment only; the list is then incomplete, and asking again is cheap. Rejects never; an aborted signal gives an
 * empty list.
 */
export async function complete(
  snapshot: Snapshot,
  offset: number,
  known: Known,
  signal?: AbortSignal,
  options: CompleteOptions = {},
): Promise<CompletionList> {
  const { text, lines } = snapshot.source;
  const cursor = cursorAt(text, lines, offset);
  if (cursor === undefined || signal?.aborted === true) return NOTHING;
  const waiting = patience(options.wait ?? 150);
  const context: Context = {
    snapshot,
    cursor,
    known,
    curriculum: curriculumAt(snapshot, cursor),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    snippets: options.snippets !== false,
    wait: waiting.wait,
    ...(signal === undefined ? {} : { signal }),
  };
  const drafts = await draftsAt(context);
  if (aborted(signal)) return NOTHING;
  return {
    isIncomplete: waiting.isLate(),
    items: placeItems(drafts, cursor, snapshot, Math.min(offset, text.length), options),
  };
}

const aborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** What the document means where the cursor is: inside of a variant, with that variant applied. */
function curriculumAt({ checked }: Snapshot, { path }: Cursor): Curriculum | undefined {
  const variant =
    path[0] === 'variants' && path.length > 1 ? checked.variants.get(String(path[1])) : undefined;
  return variant?.curriculum ?? checked.base.curriculum;
}

async function draftsAt(context: Context): Promise<readonly Draft[]> {
  const { cursor } = context;
  const option = optionPrefix(cursor.path);
  if (option !== undefined && (option !== '' || cursor.role === 'key')) {
    const keys = cursor.role === 'key' ? optionKeys(context, option) : [];
    return cursor.role === 'key' && !cursor.fresh ? keys : [...keys, ...optionValues(context, option)];
  }
  const all = shapesAt(cursor.path);
  // Where keys are written, a word that says the same as one of them would only stand beside it twice.
  const isMapping = cursor.role === 'key' && all.some(({ kind }) => kind === 'record');
  const shapes = isMapping ? all.filter(({ kind }) => kind !== 'enum') : all;
  const found = await Promise.all(shapes.map((shape) => fromShape(context, shape)));
  return found.flat();
}

async function fromShape(context: Context, shape: KnownShape): Promise<readonly Draft[]> {
  const { cursor } = context;
  switch (cursor.role) {
    case 'value':
      return valueItems(context, shape);
    case 'item':
      return inList(context, shape);
    case 'key':
      if (shape.kind === 'record')
        return fieldItems(context, fieldsAt(context, shape.keys), keyPlace(context));
      if (shape.kind === 'dictionary') return entryItems(context, shape);
      // Nothing stands below the key yet: a list may begin there, or the value itself.
      if (!cursor.fresh || cursor.flow) return [];
      if (shape.kind === 'list' || shape.kind === 'string-list' || shape.kind === 'enum-list') {
        return begun(await inList(asItem(context), shape));
      }
      return valueItems(context, shape);
  }
}

/** The list that begins at a cursor below its key. */
const asItem = (context: Context): Context => ({ ...context, cursor: { ...context.cursor, role: 'item' } });

const begun = (drafts: readonly Draft[]): readonly Draft[] =>
  drafts.map((draft) => ({ ...draft, dash: true }));

async function inList(context: Context, shape: KnownShape): Promise<readonly Draft[]> {
  if (shape.kind === 'string-list' || shape.kind === 'enum-list') return valueItems(context, shape);
  if (shape.kind !== 'list') return [];
  const found = await Promise.all(
    alternatives(shape.item).map(async (item): Promise<readonly Draft[]> => {
      if (item.kind !== 'record') return inheritedOnly(context, await valueItems(context, item));
      const at = keyPlace(context, true);
      const { cursor } = context;
      const isWhole = cursor.beside.size === 0 && !cursor.colon;
      const keys = cursor.flow ? [] : fieldItems(context, fieldsAt(context, item.keys), at, 2);
      return [...(isWhole ? [stageItem(context, at)] : []), ...keys];
    }),
  );
  return found.flat();
}

/** Bare stage ids select from what is inherited: a file that stands alone has nothing to select from. */
function inheritedOnly(context: Context, drafts: readonly Draft[]): readonly Draft[] {
  const { cursor, snapshot } = context;
  const inherits = cursor.path[0] === 'variants' || snapshot.checked.base.files.length > 1;
  return inherits && cursor.beside.size === 0 ? drafts : [];
}
