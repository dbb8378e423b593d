import { CodeLens, l10n } from 'vscode';
import { isLive } from '../../protocol';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import { makerFor } from './making';

/** While a dataset is being made, the lens above it says so and leads to the run instead of beginning another. */
export function makingLenses({
  server,
  runs,
  disposables,
}: Pick<Parts, 'server' | 'runs' | 'disposables'>): void {
  const again = server.lensesThrough((document, lenses) =>
    lenses.map((lens) => {
      const run = makerFor(runs.list(), document.uri.fsPath, lens.command);
      if (run === undefined) return lens;
      return new CodeLens(lens.range, {
        title: run.state === 'queued' ? l10n.t('Waits To Be Made') : l10n.t('Being Made'),
        tooltip: l10n.t('Opens the dashboard of the run that makes it'),
        command: COMMAND_IDS.openDashboard,
        arguments: [run.dir],
      });
    }),
  );
  let before = '[]';
  disposables.add(
    runs.onChanged(() => {
      const live = runs.list().filter((run) => run.make !== undefined && isLive(run));
      const now = JSON.stringify(live.map(({ dir, state }) => [dir, state]));
      if (now === before) return;
      before = now;
      again();
    }),
  );
}
