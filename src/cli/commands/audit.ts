import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { auditRun, printAudit } from '../../audit';
import { defineCommand, EXIT } from '../command';
import { findRun } from '../find-run';
import { visible } from '../print/text-width';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const audit = defineCommand({
  name: 'audit',
  summary: 'Grade a run’s predictions and attribute its failures: perception or reasoning.',
  args: '[RUN|PREDICTIONS.jsonl]',
  minArgs: 0,
  maxArgs: 1,
  details: 'Writes audit/counterfactual.jsonl and audit/summary.json into the run folder. Default: latest.',
  options: {
    stage: { type: 'string', value: 'ID', doc: 'Predictions of this stage (default: the newest).' },
    json: { type: 'boolean', doc: 'Print the summary as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const text = args[0] ?? 'latest';
    const isFile = existsSync(text) && statSync(text).isFile();
    const source = isFile
      ? { predictions: resolve(text) }
      : (await findRun(text, findWorkspace(options.workspace))).dir;
    const { summary, files } = await auditRun(
      source,
      options.stage === undefined ? {} : { stage: options.stage },
    );
    if (options.json === true) {
      terminal.out(JSON.stringify(summary, null, 2));
      return EXIT.ok;
    }
    terminal.out(visible(printAudit(summary).trimEnd()));
    if (files.length > 0) terminal.out(`\nWritten: ${files.join(', ')}`);
    return EXIT.ok;
  },
});
