import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EDITOR_COMMANDS, packageRoot } from '../../src/protocol';
import type { FeatureMethod } from '../../src/server/features';
import { table } from './table';

interface Setting {
  readonly type: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly description?: string;
}
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

/** What each request of the protocol is to a user; the server answers exactly these. */
const FEATURES: Readonly<Record<FeatureMethod, readonly [name: string, what: string] | undefined>> = {
  'textDocument/completion': [
    'Completion',
    'Keys with the right shape behind them; presets, ids, files, columns of the real data, functions, metrics, options of the engine.',
  ],
  'textDocument/hover': [
    'Hover',
    'What a key means, its unit and default, and where its value comes from; facts of a dataset; steps of a stage; an expression in words.',
  ],
  'textDocument/inlayHint': ['Inlay hints', 'Steps and rows of a stage, beside its text.'],
  'textDocument/codeLens': [
    'Lenses',
    'Run Stage, Run from Here, Rehearse, Debug One Sample, Preview Command and Plan above stages and variants.',
  ],
  'textDocument/codeAction': [
    'Quick fixes',
    'For a problem under the cursor; Fix All makes the safe ones at once.',
  ],
  'textDocument/definition': [
    'Go to definition',
    'From a name to where it is declared, also in a file that is extended.',
  ],
  'textDocument/references': ['Find references', 'All places of a dataset, stage, variant or endpoint.'],
  'textDocument/documentHighlight': ['Highlight', 'The other places of the name under the cursor.'],
  'textDocument/prepareRename': undefined,
  'textDocument/rename': [
    'Rename',
    'A dataset or a stage with all its uses, across variants and files that extend one another.',
  ],
  'textDocument/documentLink': ['Links', 'Paths open their file; Hub ids their page.'],
  'textDocument/documentSymbol': [
    'Outline and breadcrumbs',
    'Datasets, stages with capability, dataset and condition, variants.',
  ],
  'textDocument/foldingRange': [
    'Folding',
    'Blocks, lists, block texts, comments, and `# region` to `# endregion`.',
  ],
  'textDocument/selectionRange': ['Expand selection', 'Word, text, entry, block, document.'],
  'textDocument/formatting': [
    'Format document',
    'One indentation and spacing; comments, order and quoting stay; a text with syntax errors is left alone.',
  ],
  'textDocument/rangeFormatting': [
    'Format selection',
    'The same for the lines selected, or for whole entries where these alone would fall apart.',
  ],
  'textDocument/semanticTokens/full': [
    'Colours of names',
    'Datasets, stages, presets and metrics that exist; a name without colour is not known.',
  ],
  'textDocument/semanticTokens/full/delta': undefined,
  'textDocument/semanticTokens/range': undefined,
  'stagecraft/placeOf': undefined,
  'stagecraft/draftStage': [
    'Draft Stage from These Failures',
    'A data set and a stage written into the curriculum, shown as a difference before anything is changed.',
  ],
  'stagecraft/plan': [
    'Plan',
    'Rows, order, steps and checkpoints of each stage, and the command that would be run, as text.',
  ],
};

const read = (name: string): unknown => JSON.parse(readFileSync(join(packageRoot(), name), 'utf8'));

/** What the editor offers: features, commands with their keys, settings. From the manifest of the extension. */
export function editorSections(): readonly string[] {
  const { contributes } = read('package.json') as Manifest;
  const texts = read('package.nls.json') as Readonly<Record<string, string>>;
  const words = (text: string | undefined): string =>
    (text ?? '').replace(/^%(.+)%$/, (_, key: string) => texts[key] ?? key);
  // Links to settings, which only the editor's own settings page has.
  const settingText = (text: string): string => text.replaceAll(/#([\w.]+)#/g, '$1');
  const keysOf = (command: string): string =>
    contributes.keybindings
      .filter((one) => one.command === command)
      .map(({ key, mac }) => `\`${key}\`${mac === undefined ? '' : ` (macOS \`${mac}\`)`}`)
      .join(', ');
  const byLens = new Set<string>(Object.values(EDITOR_COMMANDS));
  return [
    '## In the editor',
    'VS Code brings all of this with the extension; any other editor starts `stagecraft language-server --stdio` for files named `*.curriculum.yaml`. Tools that know YAML alone can use `schemas/curriculum.schema.json`.',
    '### Features',
    table(
      ['feature', 'what it does'],
      Object.values(FEATURES).flatMap((feature) => (feature === undefined ? [] : [feature])),
    ),
    '### Commands',
    table(
      ['command', 'id', 'keys', 'also as a lens'],
      contributes.commands.map(({ command, title }) => [
        words(title),
        `\`${command}\``,
        keysOf(command),
        byLens.has(command) ? 'yes' : '',
      ]),
    ),
    '### Settings',
    table(
      ['setting', 'value', 'default', 'meaning'],
      Object.entries(contributes.configuration.properties).map(([key, setting]) => [
        `\`${key}\``,
        setting.enum?.map((value) => `\`${value}\``).join(', ') ?? setting.type,
        `\`${JSON.stringify(setting.default ?? null)}\``,
        [
          settingText(words(setting.markdownDescription ?? setting.description)),
          ...(setting.enumDescriptions ?? []).map(
            (text, index) => `\`${setting.enum?.[index] ?? ''}\`: ${words(text)}`,
          ),
        ].join(' '),
      ]),
    ),
  ];
}
