import { tasks, Uri, workspace, TaskScope, type Task } from 'vscode';
import type { Ctx } from '../context';
import { runTask, type RunDefinition } from './task';

/** Curricula that "Run Task" offers; `tasks.json` can name any other. */
const MOST = 50;

/** Lets `tasks.json` and "Run Task" start curricula: tasks of the type `stagecraft`. */
export function registerTasks(ctx: Ctx): void {
  ctx.disposables.add(
    tasks.registerTaskProvider('stagecraft', {
      provideTasks: async () => {
        const files = await workspace.findFiles('**/*.curriculum.{yaml,yml}', '**/node_modules/**', MOST);
        return files.filter(({ scheme }) => scheme === 'file').map((uri) => runTask(ctx, uri, {}));
      },
      resolveTask: (task) => resolved(ctx, task),
    }),
  );
}

function resolved(ctx: Ctx, task: Task): Task | undefined {
  const definition = task.definition as Partial<RunDefinition>;
  const { file, stage, from, variant, rehearse, make } = definition;
  if (typeof file !== 'string') return undefined;
  // A user's own tasks.json is about no workspace: its paths would be relative to nothing.
  if (task.scope === TaskScope.Global) return undefined;
  const folder = typeof task.scope === 'object' ? task.scope : workspace.workspaceFolders?.[0];
  if (folder === undefined) return undefined;
  return runTask(
    ctx,
    Uri.joinPath(folder.uri, file),
    {
      ...(variant === undefined ? {} : { variant }),
      ...(rehearse === true ? { rehearse } : {}),
      ...(make === true || (typeof make === 'string' && make !== '') ? { make } : {}),
      ...(stage !== undefined ? { stages: { only: stage } } : from !== undefined ? { stages: { from } } : {}),
    },
    // The very definition that was handed in: the editor knows the task by it.
    task.definition as RunDefinition,
  );
}
