import { EventEmitter, Uri, workspace } from 'vscode';
import { EDITOR_REQUESTS, type PlanTextAnswer, type PlanTextRequest } from '../../protocol';
import type { Disposables } from '../disposables';
import type { LanguageServer } from '../client/language-server';
import { runEnvironment } from '../environment/environment';
import { rootOf } from '../run/root';
import { PLAN_SCHEME, planRequestOf } from './uri';

/** Milliseconds after the last key until open plans are made anew. */
const SETTLE_MS = 500;

/** Plans and commands as the texts of read-only documents. */
export interface PlanTexts {
  /** Asks the server; throws when it does not answer. */
  ask(request: PlanTextRequest): Promise<PlanTextAnswer>;
  /** Keeps the text of a document, so that opening it asks no second time, and shows it where it is open. */
  keep(uri: Uri, text: string): void;
}

/** Provides documents of the scheme `stagecraft:`; open ones follow their curricula. */
export function planTexts(server: LanguageServer, disposables: Disposables): PlanTexts {
  const kept = new Map<string, string>();
  const changed = disposables.add(new EventEmitter<Uri>());
  let timer: NodeJS.Timeout | undefined;

  const ask = (request: PlanTextRequest) => {
    const root = rootOf(Uri.parse(request.uri));
    // The server is older than a change of these settings, and starts nothing that would need them.
    const where = { root, environment: runEnvironment() };
    return server.request<PlanTextAnswer>(EDITOR_REQUESTS.plan, { ...request, ...where });
  };
  const keep = (uri: Uri, text: string): void => {
    kept.set(uri.toString(), text);
    changed.fire(uri);
  };
  const open = (): readonly Uri[] =>
    workspace.textDocuments.flatMap(({ uri }) => (uri.scheme === PLAN_SCHEME ? [uri] : []));

  /** Makes the texts of open documents anew, one after another: each is a plan of its own. */
  const follow = async (): Promise<void> => {
    for (const uri of open()) {
      const request = planRequestOf(uri.query);
      const answer = request && (await ask(request).catch(() => undefined));
      // Closed or changed once more meanwhile: this text is nobody's.
      if (answer !== undefined && timer === undefined && kept.has(uri.toString())) keep(uri, answer.text);
    }
  };
  const followSoon = (ms: number): void => {
    clearTimeout(timer);
    timer = undefined;
    if (open().length === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void follow();
    }, ms);
  };

  disposables.add(
    workspace.registerTextDocumentContentProvider(PLAN_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        const text = kept.get(uri.toString());
        if (text !== undefined) return text;
        // Opened again with the window: nothing is kept yet.
        const request = planRequestOf(uri.query);
        const answer = request === undefined ? '' : (await ask(request)).text;
        kept.set(uri.toString(), answer);
        return answer;
      },
    }),
  );
  disposables.add(
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === PLAN_SCHEME) kept.delete(uri.toString());
    }),
  );
  // Whichever was changed or saved: a plan also depends on the files that its curriculum extends.
  disposables.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId === 'curriculum' && contentChanges.length > 0) followSoon(SETTLE_MS);
    }),
  );
  disposables.add(
    workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === 'curriculum') followSoon(0);
    }),
  );
  disposables.add({ dispose: () => clearTimeout(timer) });
  return { ask, keep };
}
