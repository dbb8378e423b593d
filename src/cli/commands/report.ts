import { resolve } from 'node:path';
import { compareRuns, printAudit, printComparison } from '../../audit';
import { defineCommand, EXIT, UsageError } from '../command';
import { findRun } from '../find-run';
import { visible } from '../print/text-width';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';
import { writeReport } from '../write-report';

export const report = defineCommand({
  name: 'report',
  summary: 'Write a run’s HTML report, or that of two runs compared.',
  args: '[RUN] [RUN2]',
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
    json: { type: 'boolean', doc: 'Print the path, and the comparison of two runs, as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const workspace = findWorkspace(options.workspace);
    const run = await findRun(args[0] ?? 'latest', workspace);
    const other = args[1] === undefined ? undefined : await findRun(args[1], workspace);
    if (other?.dir === run.dir)
      throw new UsageError('Both names mean the same run: there is nothing to compare');
    const output = options.output === undefined ? undefined : resolve(options.output);
    const written = await writeReport(run, other, output);
    const { file } = written;
    const comparison = written.other === undefined ? undefined : compareRuns(written.audit, written.other);
    if (options.json === true) {
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
      return EXIT.ok;
    }
    terminal.out(
      visible(comparison === undefined ? printAudit(written.audit.summary) : printComparison(comparison)),
    );
    terminal.out(file);
    return EXIT.ok;
  },
});
