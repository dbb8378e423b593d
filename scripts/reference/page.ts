import { GRAMMAR, MODEL_PRESETS, problemCodes, type ModelPreset } from '../../src/language';
import { ALLOWED_FUNCTIONS, DATA_CODES } from '../../src/data';
import { BUILTIN_REWARDS, REWARD_CODES } from '../../src/rewards';
import { PLAN_CODES } from '../../src/plan';
import { DOCTOR_CODES } from '../../src/doctor';
import { ENGINE_CODES } from '../../src/engines';
import { PREFLIGHT_CODES } from '../../src/preflight';
import { RESULT_CODES } from '../../src/results';
import { RUN_CODES } from '../../src/runs';
import { METRICS } from '../../src/protocol';
import { editorSections } from './editor';
import { keyTables } from './keys';
import { table } from './table';

interface CodeRow {
  readonly title: string;
  readonly explanation: string;
}

/** The whole reference page, from the tables that the program itself works with. */
export function referencePage(): string {
  return `${[
    '# Reference',
    '<!-- Written by `npm run reference` from the tables in src/. Do not edit. -->',
    'The language of `*.curriculum.yaml`, its expressions, the metrics, what the editor does, and every problem code. The keys of the engines themselves are on [a page of their own](engine-options.md). See the [README](../README.md) for the way in.',
    '## Keys',
    ...keyTables(GRAMMAR.keys),
    '## Model presets',
    table(
      ['preset', 'model', 'what it is'],
      Object.entries<ModelPreset>(MODEL_PRESETS).map(([name, preset]) => [
        `\`${name}\``,
        modelOf(preset),
        docOf(preset),
      ]),
    ),
    '## Rewards',
    table(
      ['name', 'meaning'],
      Object.entries(BUILTIN_REWARDS).map(([name, reward]) => [`\`${name}\``, docOf(reward)]),
    ),
    '## Functions in expressions',
    '`where` and `order` see the columns of the data file, `until` the metrics below. Comparisons, `AND`, `OR`, `NOT`, arithmetic, `IN`, `BETWEEN`, `LIKE`, `IS NULL`, `CASE` and casts work as in SQL; of functions, these:',
    table(
      ['function', 'meaning'],
      Object.values(ALLOWED_FUNCTIONS).map(({ signature, doc }) => [`\`${signature}\``, doc]),
    ),
    '## Metrics',
    table(
      ['metric', 'unit', 'meaning'],
      Object.entries(METRICS).map(([name, { unit, doc }]) => [`\`${name}\``, unit, doc]),
    ),
    ...editorSections(),
    '## Problem codes',
    '`SC1xx` syntax and schema, `SC2xx` meaning, `SC3xx` data, `SC4xx` engine, `SC5xx` machine, `SC6xx` seen in a run (`SC6NN` is failure `FNN` of the log doctor, see `stagecraft diagnose`).',
    ...codes().map(([code, { title, explanation }]) => `### ${code}\n\n**${title}.** ${explanation}`),
  ].join('\n\n')}\n`;
}

function codes(): readonly (readonly [string, CodeRow])[] {
  const runs = [
    ...Object.values(RUN_CODES),
    ...Object.values(PREFLIGHT_CODES),
    ...Object.values(DOCTOR_CODES),
  ].map(({ code, title, explanation }) => [code, { title, explanation }] as const);
  const tables = [problemCodes, DATA_CODES, PLAN_CODES, ENGINE_CODES, REWARD_CODES, RESULT_CODES].flatMap(
    (one) => Object.entries<CodeRow>(one),
  );
  return [...tables, ...runs].sort(([a], [b]) => (a < b ? -1 : 1));
}

const docOf = (item: { readonly doc: string }): string => item.doc;
const modelOf = (preset: ModelPreset): string =>
  preset.hub === undefined ? 'shipped with Stagecraft' : `\`${preset.hub}\``;
