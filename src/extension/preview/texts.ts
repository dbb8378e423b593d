import { EventEmitter, workspace, type Uri } from 'vscode';
import { EDITOR_REQUESTS, type PlanTextAnswer, type PlanTextRequest } from '../../protocol';
import type { Disposables } from '../disposables';
import type { LanguageServer } from '../client/language-server';
import { PLAN_SCHEME, planRequestOf } from './uri';

/** Plans and commands as the texts of read-only documents. */
export interface PlanTexts {
  /** Asks the server; throws when it does not answer. */
  ask(request: PlanTextRequest): Promise<PlanTextAnswer>;
  /** Keeps the text of a document, so that opening it asks no second time, and shows it where it is open. */
  keep(uri: Uri, text: string): void;
}

/** Provides documents of the scheme `stagecraft:`; open ones follow when a curriculum is saved. */
export function planTexts(server: LanguageServer, disposables: Disposables): PlanTexts {
  const kept = new Map<string, string>();
  const changed = disposables.add(new EventEmitter<Uri>());

  const ask = (request: PlanTextRequest) => server.request<PlanTextAnswer>(EDITOR_REQUESTS.plan, request);
  const keep = (uri: Uri, text: string): void => {
    kept.set(uri.toString(), text);
    changed.fire(uri);
  };

  disposables.add(
    workspace.registerTextDocumentContentProvider(PLAN_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const text = kept.get(uri.toString());
        if (text !== undefined) return text;
        // Opened again with the window: nothing is kept yet.
        const request = planRequestOf(uri.query);
        return request === undefined ? '' : (await ask(request)).text;
      },
    }),
  );
  disposables.add(
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === PLAN_SCHEME) kept.delete(uri.toString());
    }),
  );
  disposables.add(
    workspace.onDidSaveTextDocument(async ({ languageId }) => {
      if (languageId !== 'curriculum') return;
      // Whichever was saved: a plan also depends on the files that its curriculum extends.
      const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === PLAN_SCHEME);
      for (const { uri } of open) {
        const request = planRequestOf(uri.query);
        const answer = request && (await ask(request).catch(() => undefined));
        if (answer) keep(uri, answer.text);
      }
    }),
  );
  return { ask, keep };
}
