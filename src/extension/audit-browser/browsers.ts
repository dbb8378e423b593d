import { existsSync } from 'node:fs';
import { l10n, ViewColumn, window, type WebviewPanel } from 'vscode';
import { workspaceRoots } from '../audits/model';
import { isSetFolder } from '../audits/sets';
import type { Parts } from '../context';
import { pageOptions } from '../pages/panel';
import { LINK_PATH, linkedStates } from './link';
import { auditPanel, type AuditPanel } from './panel';
import { shownState, type ShownState } from './state';

/** The name by which the editor keeps panels of ours over a reload. */
export const AUDIT_VIEW = 'stagecraft.audit';

/** The audit browsers of this window: one for each audit. */
export interface AuditBrowsers {
  /** Shows an audit; brings an open browser to the front, with what is asked for beside the audit itself. */
  open(state: ShownState): void;
  list(): readonly AuditPanel[];
}

/** Holds the browsers, brings back those of an earlier window, and opens what a link asks for. */
export function auditBrowsers(parts: Parts): AuditBrowsers {
  const { disposables, extension } = parts;
  const panels = new Map<string, AuditPanel>();

  const take = (view: WebviewPanel, state: ShownState): void => {
    const panel = auditPanel(parts, view, state);
    panels.set(panel.set, panel);
    view.onDidDispose(() => {
      panel.dispose();
      if (panels.get(panel.set) === panel) panels.delete(panel.set);
    });
  };
  const open = (state: ShownState): void => {
    const already = panels.get(state.set);
    if (already !== undefined) {
      already.reveal(state);
      return;
    }
    const view = window.createWebviewPanel(AUDIT_VIEW, '', ViewColumn.Active, {
      ...pageOptions(extension.extensionUri),
      enableFindWidget: false,
      retainContextWhenHidden: false,
    });
    take(view, state);
  };

  disposables.add(
    window.registerWebviewPanelSerializer(AUDIT_VIEW, {
      deserializeWebviewPanel: (view, kept: unknown) => {
        const state = shownState(kept);
        // What an earlier window kept may name a folder that is no longer opened, and two panels one audit.
        if (state === undefined || !isSetFolder(state.set, workspaceRoots()) || panels.has(state.set))
          view.dispose();
        else take(view, state);
        return Promise.resolve();
      },
    }),
  );
  disposables.add(
    window.registerUriHandler({
      handleUri: ({ path, query }) => {
        if (path !== LINK_PATH) return;
        const found = linkedStates(query, workspaceRoots()).find(({ set }) => existsSync(set));
        if (found !== undefined) open(found);
        else
          void window.showWarningMessage(
            l10n.t('This link is to an audit that no opened folder has: open its workspace first.'),
          );
      },
    }),
  );
  return { open, list: () => [...panels.values()] };
}
