import { basename } from 'node:path';
import { userInfo } from 'node:os';
import { EventEmitter, l10n, Uri, workspace, type Event, type WebviewPanel } from 'vscode';
import type { AuditSet, FromAuditor, ItemDetail, JobProgress, ToAuditPage } from '../../protocol';
import type { AuditorEvent } from '../auditor';
import { workspaceRoots } from '../audits/model';
import { isSetFolder } from '../audits/sets';
import type { Parts } from '../context';
import { Disposables, type Disposable } from '../disposables';
import { imageFolders, type ImageFolders } from '../pages/folders';
import { pageHtml, pageIcon, pageOptions, workspaceFolders } from '../pages/panel';
import { failureOf } from '../process';
import { Refusal } from '../refusal';
import { setting } from '../settings';
import { act } from './act';
import { auditPageMessage, type AuditPageMessage } from './message';
import { withPictures } from './pictures';
import type { ShownState } from './state';

/** The editor's side of one audit browser. */
export interface AuditPanel extends Disposable {
  /** The folder of the audit that it is about. */
  readonly set: string;
  /** What it shows, as its page has told last. */
  state(): ShownState;
  title(): string;
  /** Brings it to the front, with another view of the audit where one is asked for. */
  reveal(state?: ShownState): void;
  /** Takes a message as if its page had sent it; false for what is none. */
  hear(message: unknown): boolean;
  /** Work on its audit that goes on now. */
  jobs(): readonly JobProgress[];
  /** Its page has told what it shows. */
  readonly onShowing: Event<ShownState>;
}

/** Whose labels are given by hand. */
export function annotator(): string {
  const named = setting('annotator').trim();
  if (named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    return 'me';
  }
}

/** Puts the page into a panel and answers what it asks. */
export function auditPanel(parts: Parts, panel: WebviewPanel, first: ShownState): AuditPanel {
  const { extension, auditor, audits, jobs, log } = parts;
  const { webview } = panel;
  const { set } = first;
  const held = new Disposables();
  const showings = held.add(new EventEmitter<ShownState>());
  const folders = imageFolders(workspaceFolders, () => workspace.isTrusted);
  let state = first;
  let ready = false;

  const post = (message: ToAuditPage): void => void webview.postMessage(message);
  const name = (): void => {
    const titleOf = (dir: string): string => audits.get(dir)?.title ?? basename(dir);
    panel.title = state.against === undefined ? titleOf(set) : `${titleOf(set)} ↔ ${titleOf(state.against)}`;
  };
  const show = (next: ShownState): void => {
    state = next;
    name();
    if (ready) post({ type: 'show', state, annotator: annotator() });
  };
  /** Folders that an audit declares; a page is loaded anew when it may load from more. */
  const take = (known: AuditSet | undefined): boolean => folders.take(known?.folders ?? []);
  const options = () => pageOptions(extension.extensionUri, [...folders.list(), set]);

  const obey = (message: AuditPageMessage): void => {
    switch (message.type) {
      case 'ready':
        // A page that was hidden begins anew.
        ready = true;
        post({ type: 'show', state, annotator: annotator() });
        post({ type: 'sets', sets: audits.list() });
        for (const progress of jobs.running())
          if (concerns(progress.set)) post({ type: 'progress', progress });
        return;
      case 'ask':
        void relay(parts, { folders, set, webview: panel.webview }, message).then((answer) => {
          post(answer);
          if (answer.type === 'answer' && message.call === 'open' && take(answer.result as AuditSet))
            webview.options = options();
        });
        return;
      case 'showing':
        if (message.state.set !== set) return;
        state = message.state;
        name();
        showings.fire(state);
        return;
      case 'act':
        void act(parts, message.act, { set, show });
        return;
    }
  };
  const concerns = (other: string): boolean => other === set || other === state.against;
  const pass = (event: AuditorEvent): void => {
    if (event.type === 'again') post({ type: 'again' });
    else if (isForPage(event, concerns)) post(event);
  };
  const hear = (value: unknown): boolean => {
    const message = auditPageMessage(value);
    if (message === undefined) log.warn('An audit browser said something that is no message of its own.');
    else obey(message);
    return message !== undefined;
  };

  take(audits.get(set));
  webview.options = options();
  held.add(webview.onDidReceiveMessage(hear));
  held.add(
    panel.onDidChangeViewState(() => {
      if (!panel.visible) ready = false;
    }),
  );
  held.add(
    auditor.onEvent((event) => {
      if (ready) pass(event);
    }),
  );
  held.add(
    audits.onChanged(() => {
      name();
      if (ready) post({ type: 'sets', sets: audits.list() });
    }),
  );
  name();
  panel.iconPath = pageIcon(extension.extensionUri);
  webview.html = pageHtml(webview, extension.extensionUri, 'audit', l10n.t('Audit browser'));
  void audits.start();
  return {
    set,
    state: () => state,
    title: () => panel.title,
    reveal: (next) => {
      if (next !== undefined && Object.keys(next).length > 1) show({ ...state, ...next });
      panel.reveal();
    },
    hear,
    jobs: () => jobs.running().filter((progress) => concerns(progress.set)),
    onShowing: showings.event,
    dispose: () => held.dispose(),
  };
}

type Told = Extract<FromAuditor, { readonly type: 'changed' | 'progress' | 'ended' }>;

/** Events that a page follows: of its audits, and the end of any job, since a failed one names no audit. */
function isForPage(
  event: Exclude<AuditorEvent, { readonly type: 'again' }>,
  concerns: (set: string) => boolean,
): event is Told {
  switch (event.type) {
    case 'changed':
      return concerns(event.set);
    case 'progress':
      return concerns(event.progress.set);
    case 'ended':
      return true;
    case 'sets':
    case 'made':
    case 'chat':
      return false;
  }
}

interface Page {
  readonly set: string;
  readonly folders: ImageFolders;
  readonly webview: WebviewPanel['webview'];
}

/** Brings a page's question to the auditor and the answer back; a question is answered or has failed, once. */
async function relay(
  { auditor, audits }: Parts,
  { set, folders, webview }: Page,
  { id, call, params }: Extract<AuditPageMessage, { readonly type: 'ask' }>,
): Promise<Extract<ToAuditPage, { readonly type: 'answer' | 'failed' }>> {
  try {
    await audits.start();
    // Which folders are workspaces the editor knows, not a page.
    if (call === 'sets') return { type: 'answer', id, result: audits.list() };
    const asked = params as { readonly set?: unknown; readonly against?: unknown };
    for (const dir of [asked.set, asked.against])
      if (dir !== undefined && !isOurs(dir, set, (known) => audits.get(known) !== undefined))
        throw new Refusal(l10n.t('A browser shows audits of this workspace alone.'));
    // `call` and `params` belong together by what the auditor checks of them.
    const result: unknown = await auditor.ask(call, params as never);
    return {
      type: 'answer',
      id,
      result: call === 'item' ? shown(result as ItemDetail, { set, folders, webview }) : result,
    };
  } catch (error) {
    return { type: 'failed', id, failure: failureOf(error) };
  }
}

const isOurs = (dir: unknown, set: string, known: (dir: string) => boolean): boolean =>
  typeof dir === 'string' && (dir === set || known(dir) || isSetFolder(dir, workspaceRoots()));

const shown = (item: ItemDetail, { set, folders, webview }: Page): ItemDetail =>
  withPictures(item, set, folders.list(), {
    toUri: (file) => webview.asWebviewUri(Uri.file(file)).toString(),
    outside: (file) =>
      l10n.t(
        '{0} lies outside of the folders that may be shown: trust the workspace, or open its folder.',
        file,
      ),
  });
