import { ENGINES, type Field } from '../../language';
import { parseOptions, type EmbeddedOptions } from '../embedded/options/options';
import type { EngineOption } from './types';

/** What the language does not say of the embedded engine's options: those for `engine_options` alone. */
const OWN: Readonly<Record<Exclude<keyof EmbeddedOptions, 'device' | 'threads'>, string>> = {
  base: 'Model folder to start from, relative to the curriculum; it wins over `model`.',
  validation_rows: 'Most validation rows that are answered.',
  validation_samples: 'Answers sampled for each validation row (k of mean@k).',
  updates: 'Optimizer updates on the same rollouts.',
};

/** The embedded engine's options; the defaults are those that the engine itself reads. */
export function embeddedOptions(): readonly EngineOption[] {
  const { options } = parseOptions({});
  const settings: Readonly<Record<string, Field>> = ENGINES.embedded.settings;
  return [
    ...Object.entries(settings).map(([key, field]) => fromField(key, field)),
    ...Object.entries(OWN).map(([key, doc]): EngineOption => {
      const usual: unknown = options[key as keyof typeof OWN];
      return {
        key,
        type: key === 'base' ? 'string' : 'integer',
        nullable: false,
        default: usual ?? null,
        doc,
        automatic: false,
      };
    }),
  ];
}

const fromField = (key: string, field: Field): EngineOption => ({
  key,
  type: field.kind === 'integer' ? 'integer' : 'string',
  nullable: false,
  default: field.default,
  ...(field.kind === 'enum' ? { values: field.values } : {}),
  doc: field.doc,
  automatic: false,
});
