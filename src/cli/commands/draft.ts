import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { draftSet } from '../../browse';
import { Refusal } from '../../protocol';
import { CAPABILITIES, createAnalyzer, safeName } from '../../language';
import { AUDIT_METHOD_NAMES, isLabel, LABEL_NAMES, type AuditFilter } from '../../protocol';
import { draftStage, uriOf, type Snapshot } from '../../service';
import { defineCommand, EXIT, UsageError, UserError } from '../command';
import { oneSet } from '../find-set';
import { displayPath } from '../print/problems';
import { unifiedDiff } from '../print/unified-diff';
import { besideJson } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const draft = defineCommand({
  name: 'draft',
  summary: 'Draft a stage from failures: the change of the curriculum as a diff, or made with --write.',
  args: 'RUN|SET',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Failures of an audit become training rows (data/NAME.jsonl beside the curriculum) and a stage behind the last one.\n' +
    'Without --write nothing is written. Rows that are held out are no measure any more once they are trained on: the\n' +
    'curriculum then says so in a comment, and `check` in a warning.',
  options: {
    curriculum: { type: 'string', value: 'FILE', doc: 'The curriculum that gets the stage.' },
    name: { type: 'string', value: 'NAME', doc: 'Name of the stage and of its data set.' },
    dataset: {
      type: 'string',
      value: 'NAMES',
      doc: 'Only failures of these data sets, separated by commas.',
    },
    label: {
      type: 'string',
      value: 'LABELS',
      doc: `Only failures with these labels: ${LABEL_NAMES.join(', ')}.`,
    },
    method: { type: 'string', value: 'METHOD', doc: `Whose labels: ${AUDIT_METHOD_NAMES.join(', ')}.` },
    text: {
      type: 'string',
      value: 'WORDS',
      doc: 'Only failures with these words in question, answer or response.',
    },
    capability: {
      type: 'string',
      value: 'NAME',
      doc: `What the rows train: ${CAPABILITIES.join(', ')} (default: what most of them are of).`,
    },
    like: { type: 'string', value: 'STAGE', doc: 'Take the validation over from this stage.' },
    write: { type: 'boolean', doc: 'Write the rows and the curriculum.' },
    json: { type: 'boolean', doc: 'Print as JSON: rows, heldOut, datasets, output, diff, written.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    if (options.curriculum === undefined) throw new UsageError('`--curriculum FILE` is missing');
    if (options.name === undefined) throw new UsageError('`--name NAME` is missing');
    const file = resolve(options.curriculum);
    const { name } = options;
    if (safeName(name) !== name)
      throw new UserError(`\`${name}\` cannot be the name of a stage`, `try ${safeName(name)}`);
    if (!existsSync(file)) throw new UserError(`${displayPath(file)} is not there`);
    const filter = filterOf(options);
    const shown = options.json === true ? besideJson(terminal) : terminal;
    const dir = await oneSet(args[0] ?? '', findWorkspace(options.workspace), shown);
    const output = join(dirname(file), 'data', `${name}.jsonl`);
    if (options.write === true && existsSync(output))
      throw new UserError(`${displayPath(output)} is already there`, 'choose another --name, or delete it');
    const scratch = options.write === true ? undefined : await mkdtemp(join(tmpdir(), 'stagecraft-draft-'));
    let written = false;
    try {
      const rows = await draftSet(dir, filter, scratch === undefined ? output : join(scratch, 'rows.jsonl'));
      const text = readFileSync(file, 'utf8');
      const answer = draftStage(snapshotOf(file, text), {
        name,
        train: relative(dirname(file), output).split(sep).join('/'),
        capability: options.capability ?? rows.capability,
        rows: rows.rows,
        ...(options.like === undefined ? {} : { like: options.like }),
        heldOut: rows.heldOut ? rows.datasets : [],
      });
      if ('refusal' in answer) throw new UserError(answer.refusal);
      if (options.write === true) {
        await writeFile(file, answer.text);
        written = true;
      }
      const diff = unifiedDiff(basename(file), text, answer.text);
      if (options.json === true)
        terminal.out(JSON.stringify({ ...rows, output, diff, problems: answer.problems, written }, null, 2));
      else {
        terminal.out(diff.trimEnd());
        terminal.err(inWords(rows, written, output));
        for (const problem of answer.problems) terminal.err(`error: ${problem}`);
      }
      return answer.problems.length > 0 ? EXIT.failed : EXIT.ok;
    } catch (error) {
      throw error instanceof Refusal ? new UserError(error.message, error.hint) : error;
    } finally {
      if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
      else if (!written) await rm(output, { force: true });
    }
  },
});

function inWords(
  {
    rows,
    heldOut,
    datasets,
  }: { readonly rows: number; readonly heldOut: boolean; readonly datasets: readonly string[] },
  written: boolean,
  output: string,
): string {
  const what = `${rows.toLocaleString('en-US')} rows ${written ? 'are' : 'would be'} in ${displayPath(output)}.`;
  return heldOut
    ? `${what} They are held-out rows of ${datasets.join(', ')}: once trained on, they are no measure any more.`
    : what;
}

const snapshotOf = (path: string, text: string): Snapshot => ({
  ...createAnalyzer().analyze(path, text, {}),
  uri: uriOf(path),
  path,
  version: 1,
  onDisk: true,
});

function filterOf({
  dataset,
  label,
  method,
  text,
}: {
  readonly dataset?: string;
  readonly label?: string;
  readonly method?: string;
  readonly text?: string;
}): AuditFilter {
  const labels = listOf(label).map((name) => {
    if (!isLabel(name)) throw new UsageError(`\`${name}\` is no label: ${LABEL_NAMES.join(', ')}`);
    return name;
  });
  const by = AUDIT_METHOD_NAMES.find((known) => known === method);
  if (method !== undefined && by === undefined)
    throw new UsageError(`\`${method}\` is no method: ${AUDIT_METHOD_NAMES.join(', ')}`);
  return {
    ...(dataset === undefined ? {} : { datasets: listOf(dataset) }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(by === undefined ? {} : { method: by }),
    ...(text === undefined ? {} : { text }),
  };
}

const listOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
