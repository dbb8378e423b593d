import { child, type Fields } from '../../../language';
import type { Context } from '../context';

/**
 * The keys of a mapping as they count at the cursor: where it changes something that is inherited, what it leaves out
 * stays as it was, so nothing is required; and a stage under its id has no other.
 */
export function fieldsAt(context: Context, keys: Fields): Fields {
  const { path } = context.cursor;
  const isById = path.at(-2) === 'stages' && typeof path.at(-1) === 'string';
  const isPatch = changesInherited(context);
  if (!isById && !isPatch) return keys;
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([key]) => !(isById && key === 'id'))
      // Every file says its own version.
      .map(([key, { requiredWithout: _, ...field }]) => [
        key,
        key === 'curriculum' ? field : { ...field, required: false },
      ]),
  );
}

function changesInherited(context: Context): boolean {
  const { cursor, snapshot } = context;
  const inVariant = cursor.path[0] === 'variants';
  const inherits = inVariant || snapshot.checked.base.files.length > 1 || cursor.beside.has('extends');
  if (!inherits) return false;
  const [part, name, ...deeper] = inVariant ? cursor.path.slice(2) : cursor.path;
  if (part === undefined) return true;
  if (part === 'stages') {
    return typeof name === 'string' || isInherited(context, part, cursor.beside.get('id') ?? '');
  }
  if (name === undefined) return isWritten(context, String(part));
  return deeper.length > 0 || isInherited(context, String(part), String(name));
}

/** Whether what is inherited has an entry of this name. */
function isInherited({ cursor, snapshot }: Context, part: string, name: string): boolean {
  if (name === '') return false;
  const { base } = snapshot.checked;
  if (cursor.path[0] === 'variants') {
    const { datasets = [], stages = [], models = {} } = base.curriculum ?? {};
    const named = part === 'datasets' ? datasets : part === 'stages' ? stages : [];
    return named.some(({ id }) => id === name) || (part === 'models' && Object.hasOwn(models, name));
  }
  return base.files.some(({ path, text }) => path !== snapshot.path && text.includes(name));
}

/** Whether what is inherited writes this part. */
function isWritten({ cursor, snapshot }: Context, part: string): boolean {
  if (cursor.path[0] === 'variants') return child(snapshot.tree, part) !== undefined;
  const written = new RegExp(`^${part}:`, 'm');
  return snapshot.checked.base.files.some(({ path, text }) => path !== snapshot.path && written.test(text));
}
