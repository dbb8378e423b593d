import { dirname, join } from 'node:path';
import {
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  workspace,
  type TaskDefinition,
  type Uri,
} from 'vscode';
import { shortName } from '../commands/target';
import type { Ctx } from '../context';
import { runEnvironment } from '../environment/environment';
import { setting } from '../settings';
import { runArguments, runName, type RunTarget } from './arguments';

/** A task of the type `stagecraft`, as `tasks.json` writes it; `package.json` declares the same. */
export interface RunDefinition extends TaskDefinition {
  readonly type: 'stagecraft';
  readonly file: string;
  readonly stage?: string;
  readonly from?: string;
  readonly variant?: string;
  readonly rehearse?: boolean;
  /** `true` or a dataset's id: makes data. */
  readonly make?: boolean | string;
}

/** What of a curriculum a task is about. */
export type TaskPart = Pick<RunTarget, 'variant' | 'stages' | 'rehearse' | 'make'>;

/**
 * The task that runs a target with the command line that ships with this extension: an argv array, no shell. Its
 * terminal only watches: the run has a supervisor of its own and goes on when the terminal is closed.
 */
export function runTask(
  { extension }: Ctx,
  uri: Uri,
  part: TaskPart,
  definition: RunDefinition = definitionOf(uri, part),
): Task {
  const folder = workspace.getWorkspaceFolder(uri);
  const target: RunTarget = {
    file: uri.fsPath,
    ...(folder === undefined ? {} : { workspace: folder.uri.fsPath }),
    ...part,
    audit: setting('run.audit', uri),
  };
  const program = join(extension.extensionPath, 'dist', 'stagecraft.cjs');
  const task = new Task(
    definition,
    folder ?? TaskScope.Workspace,
    runName(shortName(uri.toString()), target),
    'stagecraft',
    new ProcessExecution(process.execPath, [program, ...runArguments(target)], {
      cwd: folder?.uri.fsPath ?? dirname(uri.fsPath),
      // The editor's own executable is Node when it is told so; elsewhere the variable means nothing.
      env: { ...runEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
    }),
    // What the command line refuses is in the list of problems.
    '$stagecraft',
  );
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, clear: true };
  return task;
}

function definitionOf(uri: Uri, { variant, stages, rehearse, make }: TaskPart): RunDefinition {
  return {
    type: 'stagecraft',
    file: workspace.asRelativePath(uri, false),
    ...(variant === undefined ? {} : { variant }),
    ...(stages === undefined ? {} : 'only' in stages ? { stage: stages.only } : { from: stages.from }),
    ...(rehearse === undefined ? {} : { rehearse }),
    ...(make === undefined ? {} : { make }),
  };
}
