import { dirname, join } from 'node:path';
import { engineFor, type Engine } from '../engines';
import type { Plan, PlannedStage } from '../plan';
import { argvWithoutSecrets, withoutSecrets } from '../runs';
import { shellLines } from './shell';

/** Stands for the run's own folder, which has a name only once a run is started. */
const RUN = 'RUN';

/** What would be started for a stage: an argv array, never a shell string, and the files that are written before. */
export interface StageCommand {
  readonly stage: string;
  readonly argv: readonly string[];
  /** Additions to the environment; values of names that sound like secrets are masked. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly files: readonly { readonly path: string; readonly contents: string }[];
}

/**
 * The command of each stage of a plan, or of one alone. Rejects with an `Error` with the reason when the engine
 * has none.
 */
export function stageCommands(plan: Plan, stage?: string): Promise<readonly StageCommand[]> {
  const engine = engineFor(plan.curriculum.engine.name);
  return Promise.all(
    plan.stages
      .filter(({ id }) => stage === undefined || id === stage)
      .map((one) => stageCommand(plan, one, engine)),
  );
}

/** The same as shell lines to be read, with the files below each. */
export async function commandText(plan: Plan, stage?: string): Promise<string> {
  try {
    return [
      `# ${RUN} stands for the folder of the run, which gets its name when the run starts.\n`,
      ...(await stageCommands(plan, stage)).map(shellText),
    ].join('\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `No command can be shown: ${reason}\n`;
  }
}

async function stageCommand(plan: Plan, stage: PlannedStage, engine: Engine): Promise<StageCommand> {
  const root = dirname(plan.curriculum.file);
  const run = join(root, '.stagecraft', 'runs', RUN);
  const folder = (id: string): string => join(run, 'stages', id);
  const { argv, cwd, env, files } = await engine.command({
    plan,
    root,
    stage,
    train: stage.sources,
    stageDir: folder(stage.id),
    ...(stage.from.kind === 'base' ? {} : { from: join(folder(stage.from.stage), 'checkpoints', 'STEP') }),
  });
  return {
    stage: stage.id,
    argv: argvWithoutSecrets(argv),
    env: withoutSecrets(env),
    cwd,
    files: Object.entries(files).map(([path, contents]) => ({ path, contents })),
  };
}

const shellText = ({ stage, argv, env, cwd, files }: StageCommand): string =>
  [
    `# ${stage}, in ${cwd}`,
    shellLines({ argv, env }),
    ...files.map(({ path, contents }) => `\n# ${path}\n${contents.trimEnd()}`),
    '',
  ].join('\n');
