import { describeOption, engineOption, removedOption } from '../../engines';
import type { KeyPath } from '../../language';
import type { HoverContext } from './context';
import { code, paragraphs, points, valueCode } from './markdown';
import { anchorOf, referenceLink } from './reference';

/** The flat name of an engine's own key that a path lies in: nested mappings are joined by dots. */
export function engineKeyAt(path: KeyPath): string | undefined {
  const [top] = path;
  const at = path.indexOf('engine_options');
  const isOwner = top === 'stages' ? at === 2 : (top === 'defaults' || top === 'pooled') && at === 1;
  const below = path.slice(at + 1).filter((step) => typeof step === 'string');
  return isOwner && below.length > 0 ? below.join('.') : undefined;
}

/** One of the engine's own keys: type, default, meaning, and whether it may be written at all. */
export function engineOptionHover(
  { curriculum, path, reference }: HoverContext,
  key: string,
): string | undefined {
  if (curriculum === undefined) return undefined;
  const engine = curriculum.engine.name;
  const removed = removedOption(engine, key);
  if (removed !== undefined) return `**${code(key)}** ${removed.fate}. ${removed.instead}`;
  const option = engineOption(engine, key);
  if (option === undefined) return `**${code(key)}** is no option of the ${engine} engine.`;
  const owner = option.key === key ? '' : `entry of ${code(option.key)}, `;
  return paragraphs([
    `**${code(key)}**: ${owner}${option.key === key ? describeOption(option) : 'any value'} (${engine} engine)`,
    option.doc,
    points([
      ...(option.key !== key
        ? []
        : [`The engine’s default: ${option.default === null ? '`null`' : valueCode(option.default)}.`]),
      ...(option.automatic ? ['Filled in when a stage starts: leave it out.'] : []),
      ...(option.methods === undefined
        ? []
        : [`Only for the method ${option.methods.map((method) => `\`${method}\``).join(', ')}.`]),
      ...(option.automatic ? [] : ['Wins over the setting that becomes the same key.']),
    ]),
    referenceLink(reference, anchorOf(path)),
  ]);
}
