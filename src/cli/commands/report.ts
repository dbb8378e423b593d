import { resolve } from 'node:path';
import { compareRuns, figuresOfSet, printAudit, printComparison, printFigures } from '../../audit';
import { attributeRun } from '../attribute-run';
import { defineCommand, EXIT, UsageError, UserError, type ExitCode } from '../command';
import { findRun, manifestOf } from '../find-run';
import { nameOf, setsOf } from '../find-set';
import { visible } from '../print/text-width';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';
import { writeReport, writeSetReport } from '../write-report';

export const report = defineCommand({
  name: 'report',
  summary: 'Write the HTML report of a run or an audit set, or that of two runs compared.',
  args: '[RUN|SET] [RUN2]',
  minArgs: 0,
  maxArgs: 2,
  details:
    'One self-contained file that works without a network; its path is printed last, after the figures. Default: latest.',
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      doc: 'Where to write (default: report.html in the run’s folder).',
    },
    attribute: {
      type: 'boolean',
      doc: 'First do what the curriculum’s `audit` asks for: results of `from`, the judge. A run does so at its end.',
    },
    json: { type: 'boolean', doc: 'Print the path, and the comparison of two runs, as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const workspace = findWorkspace(options.workspace);
    const output = options.output === undefined ? undefined : resolve(options.output);
    const first = args[0] ?? 'latest';
    const named = await nameOf(first, workspace);
    const json = options.json === true;
    if (named.kind !== 'run') {
      if (args[1] !== undefined)
        throw new UsageError(
          'Two reports are compared of runs; of sets, `stagecraft compare` tells the difference',
        );
      const dirs = await setsOf(named, workspace, json ? besideJson(terminal) : terminal);
      return reportSets(dirs, output, json, terminal);
    }
    const run = await findRun(named.run, workspace);
    const other = args[1] === undefined ? undefined : await findRun(args[1], workspace);
    if (other?.dir === run.dir)
      throw new UsageError('Both names mean the same run: there is nothing to compare');
    const failed =
      options.attribute === true
        ? await attributeRun(run, await manifestOf(run), json ? besideJson(terminal) : terminal)
        : [];
    const written = await writeReport(run, other, output);
    const { file } = written;
    const comparison = written.other === undefined ? undefined : compareRuns(written.audit, written.other);
    if (json) {
      const changes =
        comparison === undefined
          ? undefined
          : { ...comparison, changes: Object.fromEntries(comparison.changes) };
      terminal.out(
        JSON.stringify(
          { version: 1, file, ...(changes === undefined ? {} : { comparison: changes }) },
          null,
          2,
        ),
      );
    } else {
      terminal.out(
        visible(comparison === undefined ? printAudit(written.audit.summary) : printComparison(comparison)),
      );
      if (written.figures !== undefined) terminal.out(visible(printFigures(written.figures)));
      terminal.out(file);
    }
    // Told last: whoever started it reads the last words.
    if (failed.length > 0)
      throw new UserError(
        `The report is written, but not all that \`audit\` asks for was done: ${failed.join('; ')}`,
        'the same again asks only for what is missing',
      );
    return EXIT.ok;
  },
});

/** Reports of sets: one a model, each in its own folder. */
async function reportSets(
  dirs: readonly string[],
  output: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  if (dirs.length === 0)
    throw new UserError('There are no results there', '`stagecraft results PATH` says what is found');
  if (dirs.length > 1 && output !== undefined)
    throw new UsageError(`There are ${dirs.length} sets, one a model: each report goes into its own folder`);
  const files: string[] = [];
  for (const dir of dirs) {
    const file = await writeSetReport(dir, output);
    files.push(file);
    if (json) continue;
    terminal.out(visible(printFigures(await figuresOfSet(dir))));
    terminal.out(file);
  }
  if (json) terminal.out(JSON.stringify({ version: 1, files }, null, 2));
  return EXIT.ok;
}
