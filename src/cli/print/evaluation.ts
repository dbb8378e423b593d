import type { EvaluationCommand, EvaluationProgress } from '../../evaluate';
import { argvWithoutSecrets, withoutSecrets } from '../../runs';

/** The commands as `--show` prints them for scripts: secrets masked. */
export const shownCommands = (commands: readonly EvaluationCommand[]): readonly EvaluationCommand[] =>
  commands.map(({ step, argv, env, cwd, files }) => ({
    step,
    argv: argvWithoutSecrets(argv),
    env: withoutSecrets(env),
    cwd,
    files,
  }));

const LONGEST = 160;

/** One line of how far an evaluation is. */
export function progressLine(progress: EvaluationProgress): string {
  const last =
    'line' in progress && progress.line !== '' ? `  ${progress.line.trim().slice(0, LONGEST)}` : '';
  switch (progress.kind) {
    case 'merging':
      return `joining the weights${last}`;
    case 'loading':
      return `the server is loading the model, ${progress.seconds} s${last}`;
    case 'asking': {
      const { benchmark, answered, failed } = progress;
      const lost = failed === 0 ? '' : `, ${failed} refused`;
      return `${benchmark ?? 'starting'}: ${answered} answered${lost}${last}`;
    }
    case 'importing':
      return 'importing the results';
  }
}
