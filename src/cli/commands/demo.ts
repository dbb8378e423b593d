import { join } from 'node:path';
import { packageRoot } from '../../protocol';
import { defineCommand, EXIT } from '../command';
import { copyRecipe } from '../copy-example';
import { displayPath } from '../print/problems';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';
import { check } from './check';
import { makeDatasets } from './make';
import { plan } from './plan';
import { devicesOption } from '../devices-option';
import { runCurriculum } from './run';

/** The example that needs nothing but Node. */
export const demoFile = (): string =>
  join(packageRoot(), 'examples', 'shape-math', 'shape-math.curriculum.yaml');

export const demo = defineCommand({
  name: 'demo',
  summary: 'Make data, check, plan, run and audit the example: the whole job in a minute or two.',
  args: '',
  minArgs: 0,
  maxArgs: 0,
  options: { workspace: WORKSPACE_OPTION },
  run: async ({ options, terminal }) => {
    const file = demoFile();
    const workspace = findWorkspace(options.workspace);
    const heading = (command: string, about = file) =>
      terminal.out(terminal.style('bold', `\n$ stagecraft ${command} ${displayPath(about)}\n`));
    const where = ['--workspace', workspace.root];
    const recipe = copyRecipe(workspace.root);
    heading('make', recipe);
    const made = await makeDatasets(
      { file: recipe, dryRun: false, detach: false, ask: false, json: false },
      workspace,
      terminal,
    );
    if (made !== EXIT.ok) return EXIT.failed;
    heading('check');
    if ((await check.invoke([file, ...where], terminal)) !== EXIT.ok) return EXIT.failed;
    heading('plan');
    if ((await plan.invoke([file, ...where], terminal)) !== EXIT.ok) return EXIT.failed;
    heading('run');
    return runCurriculum(
      {
        file,
        variant: undefined,
        stages: undefined,
        devices: devicesOption(),
        detach: false,
        preflight: true,
        audit: true,
        json: false,
      },
      workspace,
      terminal,
    );
  },
});
