import { ViewColumn, window, type WebviewPanel } from 'vscode';
import type { Parts } from '../context';
import { keptRuns } from './message';
import { pageOptions } from '../pages/panel';
import { dashboardPanel, type DashboardPanel } from './panel';

/** The name by which the editor keeps panels of ours over a reload. */
export const DASHBOARD_VIEW = 'stagecraft.dashboard';

/** The dashboards of this window: one for each main run. */
export interface Dashboards {
  /** Shows the dashboard of the first run with the others over it; brings an open one to the front. */
  open(runs: readonly string[]): void;
}

/** Holds the dashboards, brings back those of an earlier window, and has the monitor follow what they show. */
export function dashboards(parts: Parts): Dashboards {
  const { disposables, extension, monitor, runs: known, log } = parts;
  const open = new Map<string, DashboardPanel>();

  const follow = (): void => {
    const seen = [...open.values()].filter((panel) => panel.visible()).flatMap((panel) => panel.runs());
    known
      .start()
      .then(() => monitor.ask('follow', { runs: [...new Set(seen)] }))
      .catch((error: unknown) => log.debug(`Dashboards: ${String(error)}`));
  };

  const take = (view: WebviewPanel, runs: readonly string[]): void => {
    const panel = dashboardPanel(parts, view, runs);
    open.set(panel.main, panel);
    const listening = panel.onChanged(follow);
    view.onDidDispose(() => {
      listening.dispose();
      panel.dispose();
      if (open.get(panel.main) === panel) open.delete(panel.main);
      follow();
    });
    follow();
  };

  disposables.add(
    window.registerWebviewPanelSerializer(DASHBOARD_VIEW, {
      deserializeWebviewPanel: (view, state: unknown) => {
        const runs = keptRuns(state);
        // A panel without a run is of no use to anybody.
        if (runs.length === 0) view.dispose();
        else take(view, runs);
        return Promise.resolve();
      },
    }),
  );
  disposables.add(
    monitor.onEvent(({ type }) => {
      if (type === 'again') follow();
    }),
  );
  return {
    open: (runs) => {
      const [main] = runs;
      if (main === undefined) return;
      const already = open.get(main);
      if (already !== undefined) {
        already.reveal(runs);
        return;
      }
      take(
        window.createWebviewPanel(DASHBOARD_VIEW, '', ViewColumn.Active, {
          ...pageOptions(extension.extensionUri),
          enableFindWidget: true,
        }),
        runs,
      );
    },
  };
}
