import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { appendLabels, currentLabels, figuresOfSet, readLabels } from '../../audit';
import { isLabel, LABEL_NAMES, type HumanLabel } from '../../protocol';
import { readItems } from '../../results';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { oneSet } from '../find-set';
import { rawKeys } from '../label/keys';
import { exportedLabels, importedLabels } from '../label/transfer';
import { triage } from '../label/triage';
import { visibleInline } from '../print/text-width';
import { besideJson } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const label = defineCommand({
  name: 'label',
  summary: 'Label failures by hand: perception, reasoning, or what else went wrong.',
  args: '[RUN|SET] [DATASET ROW LABEL]',
  minArgs: 0,
  maxArgs: 4,
  details:
    'In a terminal it shows one failure after the other and takes a key for each. Labels are appended to labels.jsonl of\n' +
    'the set, those of several people side by side; `adjudicated` as annotator ends a disagreement.\n' +
    `Labels: ${LABEL_NAMES.join(', ')}; \`-\` takes one back. Default: the latest run.`,
  options: {
    annotator: { type: 'string', value: 'NAME', doc: 'Who labels (default: the name of the user).' },
    sample: {
      type: 'string',
      value: 'N',
      doc: 'Only a sample of so many, drawn from every data set and label with a fixed seed.',
    },
    blind: { type: 'boolean', doc: 'Do not show what other methods say.' },
    set: { type: 'boolean', doc: 'Give the one label of the arguments DATASET ROW LABEL.' },
    import: {
      type: 'string',
      value: 'FILE',
      doc: 'Take labels from a CSV or JSONL: dataset, row, label, subtype, note, annotator.',
    },
    export: { type: 'string', value: 'FILE', doc: 'Write the labels that count as CSV; `-` prints them.' },
    json: { type: 'boolean', doc: 'Print as JSON what was done and where people and methods agree.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const [name = 'latest', ...rest] = args;
    if (rest.length > 0 !== (options.set === true) || (rest.length > 0 && rest.length !== 3))
      throw new UsageError('`--set` takes DATASET ROW LABEL behind the set, and nothing else does');
    const ways = (['set', 'import', 'export'] as const).filter((way) => options[way] !== undefined);
    if (ways.length > 1)
      throw new UsageError(`\`--${ways[0]}\` and \`--${ways[1]}\` exclude each other: give one of them`);
    const sample = options.sample === undefined ? undefined : Number(options.sample);
    if (sample !== undefined && !(Number.isInteger(sample) && sample > 0))
      throw new UsageError('`--sample` is a whole number above 0');
    const shown = options.json === true ? besideJson(terminal) : terminal;
    const dir = await oneSet(name, findWorkspace(options.workspace), shown);
    const annotator = (options.annotator ?? userName()).trim();
    if (annotator === '') throw new UsageError('`--annotator` is empty');
    let words: string;
    let given = 0;
    if (options.export !== undefined) {
      const text = exportedLabels(await readLabels(dir));
      if (options.export === '-') {
        terminal.out(text.trimEnd());
        return EXIT.ok;
      }
      await writeFile(options.export, text);
      words = `Written: ${resolve(options.export)}`;
    } else if (options.import !== undefined) {
      const labels = await importedLabels(dir, options.import, annotator);
      await appendLabels(dir, labels);
      given = labels.length;
      words = `${given} labels imported`;
    } else if (options.set === true) {
      await appendLabels(dir, [await oneLabel(dir, rest, annotator)]);
      given = 1;
      words = `${visibleInline(rest.join(' '))}: labelled by ${visibleInline(annotator)}`;
    } else {
      if (!process.stdin.isTTY || !terminal.interactive || options.json === true)
        throw new UserError('Labelling by key needs a terminal', 'use --set or --import where there is none');
      const outcome = await triage(
        dir,
        { annotator, blind: options.blind === true, ...(sample === undefined ? {} : { sample }) },
        rawKeys(process.stdin),
        terminal,
      );
      given = outcome.given;
      words = `\n${outcome.given} labels given; ${outcome.done} of ${outcome.of} are labelled by ${visibleInline(annotator)}`;
    }
    shown.out(words);
    if (options.json === true) {
      const labelled = currentLabels(await readLabels(dir)).size;
      const { perception, agreement } = await figuresOfSet(dir);
      terminal.out(
        JSON.stringify({ version: 1, dir, annotator, given, labelled, perception, agreement }, null, 2),
      );
    }
    return EXIT.ok;
  },
});

async function oneLabel(
  dir: string,
  [dataset = '', row = '', text = '']: readonly string[],
  annotator: string,
): Promise<HumanLabel> {
  const said = text === '-' ? null : text.toUpperCase();
  if (said !== null && !isLabel(said))
    throw new UsageError(`\`${text}\` is none of ${LABEL_NAMES.join(', ')}`);
  for await (const item of readItems(dir)) {
    if (item.dataset === dataset && item.row === row)
      return { row, dataset, label: said, annotator, at: new Date().toISOString() };
  }
  throw new UserError(
    `The set has no item \`${row}\` of \`${dataset}\``,
    'an item is named by its data set and its row there',
  );
}

/** The user's name on this machine; some containers know none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'me';
  }
}
