import { resolve } from 'node:path';
import { debugSample, goldIsRight, sampleReport } from '../../trial';
import { defineCommand, EXIT } from '../command';
import { LAUNCH_OPTIONS } from '../launch-options';
import { visible } from '../print/text-width';
import { findWorkspace } from '../workspace';

export const sample = defineCommand({
  name: 'sample',
  summary: 'Take one row through prompt, model and reward, and show each step.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'The model is the last checkpoint of the newest run, else the base model. Exit code 1: the prompt, the model\nor the reward fails, or the reward gives the gold answer itself less than 1.',
  options: {
    stage: { ...LAUNCH_OPTIONS.stage, doc: 'Stage whose rows, limits and checkpoint (default: the first).' },
    variant: LAUNCH_OPTIONS.variant,
    row: { type: 'string', value: 'ID|N', doc: 'Id of the row, or its number (default: the first).' },
    response: { type: 'string', value: 'TEXT', doc: 'Score this response instead of asking the model.' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: LAUNCH_OPTIONS.workspace,
  },
  run: async ({ args, options, terminal }) => {
    const { stage, variant, row, response } = options;
    terminal.status(['  asking the model ...']);
    const trace = await debugSample({
      root: findWorkspace(options.workspace).root,
      file: resolve(args[0] ?? ''),
      ...(stage === undefined ? {} : { stage }),
      ...(variant === undefined ? {} : { variant }),
      ...(row === undefined ? {} : { row }),
      ...(response === undefined ? {} : { response }),
    });
    terminal.status([]);
    if (options.json === true) terminal.out(JSON.stringify({ version: 1, ...trace }, null, 2));
    else terminal.out(visible(sampleReport(trace).text).trimEnd());
    const broken = 'reason' in trace.prompt || trace.model.kind === 'failed';
    return goldIsRight(trace) && !broken ? EXIT.ok : EXIT.failed;
  },
});
