import { CompletionItemKind } from 'vscode-languageserver-types';
import { describeOption, engineOptions, type EngineOption } from '../../../engines';
import type { Context, Draft } from '../context';
import { choice, literal, place } from '../snippet';
import { booleans } from '../values/values';

/** The part of a path inside `engine_options`, joined as a flat key; nothing outside of it. */
export function optionPrefix(path: Context['cursor']['path']): string | undefined {
  const at = path.lastIndexOf('engine_options');
  return at < 0 ? undefined : path.slice(at + 1).join('.');
}

/** The engine's own keys below what is written: flat ones, and in blocks also the next level alone. */
export function optionKeys(context: Context, prefix: string): readonly Draft[] {
  const { cursor, curriculum, eol } = context;
  const options = [...optionsOf(context).values()];
  const lead = prefix === '' ? '' : `${prefix}.`;
  const engine = curriculum?.engine.name ?? 'embedded';
  const levels = new Map<string, number>();
  const flat = options.flatMap((option): readonly Draft[] => {
    if (!option.key.startsWith(lead)) return [];
    const rest = option.key.slice(lead.length);
    const dot = rest.indexOf('.');
    if (dot > 0) levels.set(rest.slice(0, dot), (levels.get(rest.slice(0, dot)) ?? 0) + 1);
    if (cursor.beside.has(rest)) return [];
    return [
      {
        label: rest,
        kind: CompletionItemKind.Property,
        snippet: cursor.colon ? literal(rest) : `${literal(rest)}: ${optionPlace(option)}`,
        detail: `${option.type}, default ${shown(option.default)}`,
        doc: optionDoc(option, engine),
        group: option.automatic ? 6 : 1,
        retrigger: !cursor.colon && option.default === null,
      },
    ];
  });
  const nested = [...levels]
    .filter(([level]) => !cursor.beside.has(level))
    .map(([level, count]): Draft => ({
      label: level,
      kind: CompletionItemKind.Module,
      snippet: cursor.colon
        ? literal(level)
        : cursor.flow
          ? `${level}: { ${place(1)} \\}`
          : `${level}:${eol}${cursor.indentation}  ${place(1)}`,
      detail: `${count} keys of ${engine}`,
      group: 2,
      retrigger: true,
    }));
  return [...flat, ...nested];
}

/** Values of one of the engine's keys. */
export function optionValues(context: Context, key: string): readonly Draft[] {
  const option = optionsOf(context).get(key);
  if (option === undefined) return [];
  const doc = optionDoc(option, context.curriculum?.engine.name ?? 'embedded');
  const values: readonly Draft[] =
    option.type === 'boolean'
      ? booleans(option.default)
      : (option.values ?? []).map((label) => ({
          label,
          kind: CompletionItemKind.EnumMember,
          group: 1,
          ...(label === option.default ? { detail: 'default' } : {}),
        }));
  const isListed = values.some(({ label }) => label === String(option.default));
  const isShort = ['number', 'string'].includes(typeof option.default) && option.default !== '';
  const usual: readonly Draft[] =
    isListed || !isShort
      ? []
      : [
          {
            label: shown(option.default),
            kind: CompletionItemKind.Value,
            detail: 'default',
            group: 0,
            ...(typeof option.default === 'number' ? { snippet: String(option.default) } : {}),
          },
        ];
  const empty: readonly Draft[] = option.nullable
    ? [{ label: 'null', kind: CompletionItemKind.Value, snippet: 'null', group: 3 }]
    : [];
  return [...usual, ...values, ...empty].map((draft) => ({ ...draft, doc }));
}

const optionsOf = ({ curriculum }: Context): ReadonlyMap<string, EngineOption> =>
  engineOptions(curriculum?.engine.name ?? 'embedded');

function optionPlace({ type, default: usual, values }: EngineOption): string {
  if (type === 'boolean') return choice(1, usual === true ? ['false', 'true'] : ['true', 'false']);
  if (values !== undefined && type === 'string') {
    const first = values.filter((value) => value === usual);
    return choice(1, [...first, ...values.filter((value) => value !== usual)]);
  }
  if (type === 'list') return `[${place(1)}]`;
  if (type === 'map') return `{ ${place(1)} \\}`;
  return typeof usual === 'number' ? place(1, String(usual)) : place(1);
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? (value === '' ? 'empty' : value) : JSON.stringify(value);

/** Engines have hundreds of keys, and all are described with every list of them. */
const docs = new WeakMap<EngineOption, string>();

function optionDoc(option: EngineOption, engine: string): string {
  const written = docs.get(option) ?? describe(option, engine);
  docs.set(option, written);
  return written;
}

const describe = (option: EngineOption, engine: string): string =>
  [
    option.doc,
    `Must be ${describeOption(option)}. Default of ${engine}: \`${shown(option.default)}\`.`,
    ...(option.automatic ? ['Filled in when a stage starts: a value written here would be lost.'] : []),
    ...(option.methods === undefined ? [] : [`Only for \`method: ${option.methods.join(', ')}\`.`]),
  ].join('\n\n');
