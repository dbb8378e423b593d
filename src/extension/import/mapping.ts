import { l10n, QuickPickItemKind, window, type Memento, type QuickPickItem } from 'vscode';
import { MAPPED_ROLES, type ColumnMapping, type FoundResults } from '../../protocol';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { asked, columnsKey, columnsOf, fitting, inOrder, isEnough, type Role } from './roles';

const KEPT = 'stagecraft.columnMappings';
/** Sets of columns whose mapping is remembered; the oldest goes first. */
const MOST_KEPT = 50;

interface ColumnItem extends QuickPickItem {
  readonly column?: string;
}
interface RoleItem extends QuickPickItem {
  readonly role?: Role;
}

/**
 * What the columns of tables mean: as it was said before of the same columns, else as their names suggest, with what is
 * missing asked for role by role and all of it shown before it is taken. Nothing when the user leaves.
 */
export async function askMapping(
  memory: Memento,
  tables: readonly FoundResults[],
): Promise<{ readonly mapping?: ColumnMapping } | undefined> {
  const columns = columnsOf(tables);
  // A table whose heads name no columns is read by the names that it has, row by row.
  if (columns.length === 0) return {};
  const key = columnsKey(columns);
  const kept = keptMappings(memory);
  const known = kept[key] === undefined ? undefined : fitting(kept[key], columns);
  let mapping = known ?? suggested(tables, columns);
  if (known !== undefined && isEnough(known)) return { mapping };
  if (!isEnough(mapping)) {
    for (const role of asked(mapping)) {
      if (role === 'correct' && isEnough(mapping)) break;
      const picked = await pickColumn(tables, columns, mapping, role);
      if (picked === undefined) return undefined;
      mapping = picked;
    }
    if (!isEnough(mapping))
      throw new Refusal(
        l10n.t(
          'These rows cannot be judged: name a column with responses and one with right answers, or one that says whether a row is right.',
        ),
      );
  }
  const agreed = await confirm(tables, columns, mapping);
  if (agreed === undefined) return undefined;
  const entries = Object.entries({ ...kept, [key]: agreed });
  await memory.update(KEPT, Object.fromEntries(entries.slice(-MOST_KEPT)));
  return { mapping: agreed };
}

function keptMappings(memory: Memento): Readonly<Record<string, unknown>> {
  const kept = memory.get<unknown>(KEPT);
  return typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
}

const suggested = (tables: readonly FoundResults[], columns: readonly string[]): ColumnMapping =>
  fitting(tables.find(({ mapping }) => mapping !== undefined)?.mapping, columns);

/** Shows what every column will be taken for, and lets each be changed. */
async function confirm(
  tables: readonly FoundResults[],
  columns: readonly string[],
  first: ColumnMapping,
): Promise<ColumnMapping | undefined> {
  let mapping = first;
  for (;;) {
    const items: readonly RoleItem[] = [
      { label: l10n.t('$(check) Import with these columns') },
      { label: l10n.t('Columns'), kind: QuickPickItemKind.Separator },
      ...MAPPED_ROLES.map((role): RoleItem => {
        const column = mapping[role];
        return {
          role,
          label: roleWords(role),
          description: column === undefined ? l10n.t('none') : plainText(column, 80),
          ...detailOf(tables, column),
        };
      }),
    ];
    const picked = await window.showQuickPick(items, {
      title: l10n.t('What do the columns of {0} mean?', plainText(tables[0]?.benchmark ?? '', 60)),
      ignoreFocusOut: true,
    });
    if (picked === undefined) return undefined;
    if (picked.role === undefined) {
      if (isEnough(mapping)) return mapping;
      continue;
    }
    mapping = (await pickColumn(tables, columns, mapping, picked.role)) ?? mapping;
  }
}

/** The mapping with another column for a role; nothing when the user leaves. */
async function pickColumn(
  tables: readonly FoundResults[],
  columns: readonly string[],
  mapping: ColumnMapping,
  role: Role,
): Promise<ColumnMapping | undefined> {
  const none: ColumnItem = { label: l10n.t('None'), description: l10n.t('no column holds it') };
  const items = inOrder(columns, mapping, role).map((column): ColumnItem => ({
    column,
    label: plainText(column, 80),
    ...(column === mapping[role] ? { description: l10n.t('suggested') } : {}),
    ...detailOf(tables, column),
  }));
  const picked = await window.showQuickPick([...items, none], {
    title: l10n.t('Which column holds: {0}?', roleWords(role)),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const { [role]: _, ...others } = mapping;
  return picked.column === undefined ? others : { ...others, [role]: picked.column };
}

/** The first values of a column, to see what it holds. */
function detailOf(tables: readonly FoundResults[], column: string | undefined): { detail?: string } {
  if (column === undefined) return {};
  for (const { samples } of tables) {
    const values = samples !== undefined && Object.hasOwn(samples, column) ? (samples[column] ?? []) : [];
    if (values.length > 0) return { detail: values.map((value) => plainText(value, 60)).join('  |  ') };
  }
  return {};
}

function roleWords(role: Role): string {
  switch (role) {
    case 'id':
      return l10n.t('id of the row');
    case 'question':
      return l10n.t('question');
    case 'options':
      return l10n.t('options to choose from');
    case 'answer':
      return l10n.t('right answer');
    case 'response':
      return l10n.t('response of the model');
    case 'correct':
      return l10n.t('whether the response is right');
    case 'images':
      return l10n.t('images');
    case 'caption':
      return l10n.t('description of the image');
    case 'capability':
      return l10n.t('capability');
    case 'category':
      return l10n.t('category');
    case 'model':
      return l10n.t('model');
    case 'benchmark':
      return l10n.t('benchmark');
  }
}
