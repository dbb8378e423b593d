import { window, type Terminal } from 'vscode';
import type { RunSummary } from '../../protocol';
import type { Parts } from '../context';
import { logLinks } from './links';
import { logView, type LogView } from './view';

/** The terminals that show logs of runs. */
export interface RunLogs {
  /** Shows the log of a run, or of one stage, in a terminal of its own; the one that is open already when there is one. */
  open(run: RunSummary, stage?: string): void;
}

/** Makes them, and registers the links in them. */
export function runLogs(parts: Parts): RunLogs {
  const views = new Map<string, LogView>();
  const viewOf = (terminal: Terminal): LogView | undefined =>
    [...views.values()].find((view) => view.terminal === terminal);
  parts.disposables.add(window.registerTerminalLinkProvider(logLinks(viewOf, parts.extension.extensionUri)));
  parts.disposables.add({
    dispose: () => {
      for (const { terminal } of [...views.values()]) terminal.dispose();
    },
  });
  return {
    open: (run, stage) => {
      const name = JSON.stringify([run.dir, stage]);
      const view = views.get(name) ?? logView(parts, run, stage, () => views.delete(name));
      views.set(name, view);
      view.terminal.show(true);
    },
  };
}
