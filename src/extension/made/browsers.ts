import { ViewColumn, window, type WebviewPanel } from 'vscode';
import { workspaceRoots } from '../audits/model';
import type { Parts } from '../context';
import { isInside } from '../pages/images';
import { pageOptions } from '../pages/panel';
import { madePanel, panelKey, type MadePanel } from './panel';
import { shownMade, type ShownMade } from './state';

/** The name by which the editor keeps panels of ours over a reload. */
export const MADE_VIEW = 'stagecraft.made';

/** The browsers of made data of this window: one for each curriculum. */
export interface MadeBrowsers {
  /** Shows the made data of a curriculum; brings an open browser to the front. */
  open(state: ShownMade): void;
  list(): readonly MadePanel[];
}

/** Holds the browsers and brings back those of an earlier window. */
export function madeBrowsers(parts: Parts): MadeBrowsers {
  const { disposables, extension } = parts;
  const panels = new Map<string, MadePanel>();

  const take = (view: WebviewPanel, state: ShownMade): void => {
    const panel = madePanel(parts, view, state);
    panels.set(panel.key, panel);
    view.onDidDispose(() => {
      panel.dispose();
      if (panels.get(panel.key) === panel) panels.delete(panel.key);
    });
  };
  disposables.add(
    window.registerWebviewPanelSerializer(MADE_VIEW, {
      deserializeWebviewPanel: (view, kept: unknown) => {
        const state = shownMade(kept);
        // What an earlier window kept may name a folder that is no longer opened, and two panels one curriculum.
        const isOpened = state !== undefined && workspaceRoots().some((root) => isInside(state.file, root));
        if (!isOpened || panels.has(panelKey(state))) view.dispose();
        else take(view, state);
        return Promise.resolve();
      },
    }),
  );
  return {
    open: (state) => {
      const already = panels.get(panelKey(state));
      if (already !== undefined) {
        already.reveal(state);
        return;
      }
      const view = window.createWebviewPanel(MADE_VIEW, '', ViewColumn.Active, {
        ...pageOptions(extension.extensionUri),
        enableFindWidget: false,
        retainContextWhenHidden: false,
      });
      take(view, state);
    },
    list: () => [...panels.values()],
  };
}
