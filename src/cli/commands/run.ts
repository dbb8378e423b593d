import { resolve } from 'node:path';
import { launchAfterPreflight, launchRun } from '../../preflight';
import type { DeviceChoice } from '../../protocol';
import type { StageChoice } from '../../runs';
import { followStarted } from '../conclude';
import { DEVICES_OPTION, devicesOption } from '../devices-option';
import { defineCommand, UsageError, type ExitCode } from '../command';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION, type Workspace } from '../workspace';
import { showProgress, tellProblems } from './plan';

export const run = defineCommand({
  name: 'run',
  summary: 'Check, plan and run a curriculum; then audit it when it says so.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Looks first at all that `stagecraft preflight` looks at; errors stop the start, warnings are printed. A Python reward\n' +
    'is tried on the gold answers of the rows, for a minute at most.\n' +
    'A detached supervisor owns the run: closing this window does not end it. Runs that want the same device queue.\n' +
    'Ctrl-C stops it after the current step, with a checkpoint; `stagecraft resume` goes on.',
  options: {
    stage: { type: 'string', value: 'ID', doc: 'Run one stage alone.' },
    from: { type: 'string', value: 'ID', doc: 'Run from this stage on.' },
    variant: { type: 'string', value: 'NAME', doc: 'Run a variant.' },
    devices: DEVICES_OPTION,
    detach: { type: 'boolean', short: 'd', doc: 'Start the run, print its id and return.' },
    'no-preflight': {
      type: 'boolean',
      doc: 'Start without a look at machine, packages, gold answers and earlier runs.',
    },
    'no-audit': { type: 'boolean', doc: 'Leave out the audit and the report at the end.' },
    json: { type: 'boolean', doc: 'Print the run as JSON when it has ended (--detach: has begun).' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    if (options.stage !== undefined && options.from !== undefined) {
      throw new UsageError('--stage runs one stage, --from several: give one of them');
    }
    return runCurriculum(
      {
        file: resolve(args[0] ?? ''),
        variant: options.variant,
        stages:
          options.stage !== undefined
            ? { only: options.stage }
            : options.from !== undefined
              ? { from: options.from }
              : undefined,
        devices: devicesOption(options.devices),
        detach: options.detach === true,
        preflight: options['no-preflight'] !== true,
        audit: options['no-audit'] !== true,
        json: options.json === true,
      },
      findWorkspace(options.workspace),
      terminal,
    );
  },
});

export interface RunRequest {
  readonly file: string;
  readonly variant: string | undefined;
  readonly stages: StageChoice;
  readonly devices: DeviceChoice;
  readonly detach: boolean;
  /** Whether machine, packages, gold answers and earlier runs are looked at before the start. */
  readonly preflight: boolean;
  readonly audit: boolean;
  readonly json: boolean;
}

/** Checks, plans, looks at the machine, starts and (unless detached) watches a run to its end, audit and report included. */
export async function runCurriculum(
  request: RunRequest,
  workspace: Workspace,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, variant } = request;
  // Detached, standard output is the id alone: `RUN=$(stagecraft run FILE -d)`.
  const shown = request.json || request.detach ? besideJson(terminal) : terminal;
  const { stages, devices, audit } = request;
  const launch = request.preflight ? launchAfterPreflight : launchRun;
  const started = await launch(
    {
      root: workspace.root,
      file,
      devices,
      audit,
      ...(variant === undefined ? {} : { variant }),
      ...(stages === undefined ? {} : { stages }),
    },
    {
      onProgress: showProgress(shown),
      onProblems: (problems, files) => tellProblems(file, problems, files, shown),
    },
  );
  return followStarted(started, request, terminal);
}
