import { dirname, join } from 'node:path';
import { engineFor, type Engine } from '../engines';
import type { Plan, PlannedStage } from '../plan';
import { argvWithoutSecrets, withoutSecrets } from '../runs';
import { shellLines } from './shell';

/** Stands for the run's own folder, which has a name only once a run is started. */
const RUN = 'RUN';
/** Stands for the checkpoint that a stage starts from, which has a name only once it is written. */
const STEP = 'STEP';

/** Which commands are shown, and where they would be started. */
interface Shown {
  /** One stage alone; absent: all. */
  readonly stage?: string;
  /** Absolute folder whose `.stagecraft` holds the runs; absent: the curriculum's own. */
  readonly root?: string;
  /** Environment that names the interpreter; absent: this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

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
export function stageCommands(plan: Plan, shown: Shown = {}): Promise<readonly StageCommand[]> {
  const engine = engineFor(plan.curriculum.engine.name);
  return Promise.all(
    plan.stages
      .filter(({ id }) => shown.stage === undefined || id === shown.stage)
      .map((one) => stageCommand(plan, one, engine, shown)),
  );
}

/** The same as shell lines to be read, with the files below each. */
export async function commandText(plan: Plan, shown: Shown = {}): Promise<string> {
  const { stage } = shown;
  try {
    const commands = await stageCommands(plan, shown);
    const chained = plan.stages.some(
      ({ id, from }) => from.kind === 'stage' && (stage === undefined || id === stage),
    );
    const notes = [
      `# ${RUN} stands for the folder of the run, which gets its name when the run starts.\n`,
      ...(chained
        ? [`# ${STEP} stands for the checkpoint of the stage before, chosen when that is done.\n`]
        : []),
    ];
    return [notes.join(''), ...commands.map(shellText)].join('\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `No command can be shown: ${reason}\n`;
  }
}

async function stageCommand(
  plan: Plan,
  stage: PlannedStage,
  engine: Engine,
  { root = dirname(plan.curriculum.file), env: environment }: Shown,
): Promise<StageCommand> {
  const run = join(root, '.stagecraft', 'runs', RUN);
  const folder = (id: string): string => join(run, 'stages', id);
  const { argv, cwd, env, files } = await engine.command({
    plan,
    root,
    stage,
    train: stage.sources,
    stageDir: folder(stage.id),
    ...(environment === undefined ? {} : { env: environment }),
    ...(stage.from.kind === 'base' ? {} : { from: join(folder(stage.from.stage), 'checkpoints', STEP) }),
  });
  return {
    stage: stage.id,
    argv: argvWithoutSecrets(argv),
    env: withoutSecrets(env),
    cwd,
    files: Object.entries(files).map(([path, contents]) => ({ path, contents })),
  };
}

/** A command for a shell, to be read, with its files below it. */
export const shellText = ({ stage, argv, env, cwd, files }: StageCommand): string =>
  [
    `# ${stage}, in ${cwd}`,
    shellLines({ argv, env }),
    ...files.map(({ path, contents }) => `\n# ${path}\n${contents.trimEnd()}`),
    '',
  ].join('\n');
