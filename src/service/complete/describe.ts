import { MODEL_PRESETS, describeShape, showNumber, type ModelPreset } from '../../language';
import type { KnownShape } from './context';

const shown = (value: unknown): string =>
  typeof value === 'number' ? showNumber(value) : typeof value === 'string' ? value : JSON.stringify(value);

/** What is said of a key, as Markdown: its meaning, unit, default, what it may be, which engines know it. */
export function describeKey(shape: KnownShape): string {
  const facts = [
    ...(shape.unit === undefined ? [] : [`Unit: ${shape.unit}.`]),
    ...(shape.default === undefined
      ? shape.absent === undefined
        ? []
        : [`Without it: ${shape.absent}.`]
      : [`Default: \`${shown(shape.default)}\`.`]),
    ...(shape.required === true ? ['Required.'] : []),
    ...(isLeaf(shape) ? [`Must be ${describeShape(shape)}.`] : []),
    ...(shape.engines === undefined ? [] : [`Engines: ${shape.engines.join(', ')}.`]),
    ...(shape.example === undefined ? [] : [`Example: \`${shape.example}\``]),
  ];
  return [shape.doc ?? '', facts.join('  \n')].filter((part) => part !== '').join('\n\n');
}

const isLeaf = ({ kind }: KnownShape): boolean =>
  kind === 'number' || kind === 'integer' || kind === 'boolean' || kind === 'enum';

/** What is short enough to stand beside a key. */
export function detailOf(shape: KnownShape): string {
  if (shape.required === true) return 'required';
  if (shape.default !== undefined) return `default ${shown(shape.default)}`;
  return shape.unit ?? '';
}

/** Size, vision tower and engines of a model, in a line. */
export const describePreset = (preset: ModelPreset): string =>
  `${preset.billions < 0.01 ? `${preset.billions * 1000} million` : `${preset.billions} billion`} parameters, ` +
  `vision tower \`${preset.visionTower}\`, engines ${preset.engines.join(', ')}`;

export const presets: readonly (readonly [string, ModelPreset])[] = Object.entries(MODEL_PRESETS);
