import { describeOption, engineOptions, type EngineOption } from '../../src/engines';
import { ENGINE_NAMES, ENGINES, showNumber } from '../../src/language';
import { table } from './table';

/** The page of all keys that `engine_options` may hold, engine by engine, from the catalogue that checks them. */
export function engineOptionsPage(): string {
  return `${[
    '# Engine options',
    '<!-- Written by `npm run reference` from the tables in src/. Do not edit. -->',
    'Keys of the engines themselves, for `engine_options` of a stage, of `defaults` or of `pooled`. They win over the settings of the [reference](reference.md). A key marked *filled in* is decided when a stage starts; a value written for it would be lost.',
    ...ENGINE_NAMES.flatMap((engine) => {
      const options = [...engineOptions(engine).values()];
      return [
        `## ${engine}`,
        `${ENGINES[engine].doc} ${options.length} keys.`,
        table(
          ['key', 'value', 'default', 'meaning'],
          options.map((option) => [
            `\`${option.key}\``,
            describeOption(option),
            usual(option),
            meaning(option),
          ]),
        ),
      ];
    }),
  ].join('\n\n')}\n`;
}

function usual({ automatic, default: value }: EngineOption): string {
  if (automatic) return '*filled in*';
  return `\`${typeof value === 'number' ? showNumber(value) : JSON.stringify(value)}\``;
}

const meaning = ({ doc, methods }: EngineOption): string =>
  methods === undefined ? doc : `${doc} Only for ${methods.map((one) => `\`${one}\``).join(', ')}.`;
