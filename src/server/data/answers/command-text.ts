import { dirname, join } from 'node:path';
import { engineFor } from '../../../engines';
import type { Plan, PlannedStage } from '../../../plan';

/** Stands for the run's own folder, which has a name only once a run is started. */
const RUN = 'RUN';

/** What would be started for each stage (or one alone), and the files written before. */
export function commandText(plan: Plan, stage?: string): string {
  const engine = engineFor(plan.curriculum.engine.name);
  const stages = plan.stages.filter(({ id }) => stage === undefined || id === stage);
  try {
    return [
      `# ${RUN} stands for the folder of the run, which gets its name when the run starts.\n`,
      ...stages.map((one) => stageCommand(plan, one, engine)),
    ].join('\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `No command can be shown: ${reason}\n`;
  }
}

function stageCommand(plan: Plan, stage: PlannedStage, engine: ReturnType<typeof engineFor>): string {
  const run = join(dirname(plan.curriculum.file), '.stagecraft', 'runs', RUN);
  const folder = (id: string): string => join(run, 'stages', id);
  const { argv, cwd, env, files } = engine.launch({
    plan,
    stage,
    train: stage.sources,
    stageDir: folder(stage.id),
    ...(stage.from.kind === 'base' ? {} : { from: join(folder(stage.from.stage), 'checkpoints', 'STEP') }),
  });
  return [
    `# ${stage.id}, in ${cwd}`,
    ...Object.entries(env).map(([name, value]) => `${name}=${quoted(value)} \\`),
    argv.map(quoted).join(' '),
    ...Object.entries(files).map(([path, text]) => `\n# ${path}\n${text.trimEnd()}`),
    '',
  ].join('\n');
}

/** As a shell would need it; shown only, never given to one. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
