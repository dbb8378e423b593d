import { basename } from 'node:path';
import { l10n, Uri, workspace, type WebviewPanel } from 'vscode';
import type { ItemPicture, MadeItem, MadeSet, ToMadePage } from '../../protocol';
import type { Parts } from '../context';
import { Disposables, type Disposable } from '../disposables';
import { imageFolders, type ImageFolders } from '../pages/folders';
import { mayShow } from '../pages/images';
import { pageHtml, pageIcon, pageOptions, workspaceFolders } from '../pages/panel';
import { failureOf } from '../process';
import { act } from './act';
import { makingNow } from './making';
import { madePageMessage, type MadePageMessage } from './message';
import type { ShownMade } from './state';

/** The editor's side of one browser of made data. */
export interface MadePanel extends Disposable {
  /** The curriculum that it is about, and its variant. */
  readonly key: string;
  /** What it shows, as its page has told last. */
  state(): ShownMade;
  title(): string;
  /** Brings it to the front, with another view where one is asked for. */
  reveal(state?: ShownMade): void;
  /** Takes a message as if its page had sent it; false for what is none. */
  hear(message: unknown): boolean;
}

export const panelKey = ({ file, variant }: ShownMade): string => JSON.stringify([file, variant ?? null]);

/** Puts the page into a panel and answers what it asks. */
export function madePanel(parts: Parts, panel: WebviewPanel, first: ShownMade): MadePanel {
  const { extension, auditor, audits, runs, log } = parts;
  const { webview } = panel;
  const held = new Disposables();
  const folders = imageFolders(workspaceFolders, () => workspace.isTrusted);
  let state = first;
  let sets: readonly MadeSet[] = [];
  let ready = false;
  let making = '';

  const post = (message: ToMadePage): void => void webview.postMessage(message);
  const tell = (message: ToMadePage): void => {
    if (ready) post(message);
  };
  const name = (): void => {
    panel.title =
      state.dataset ?? sets[0]?.dataset ?? basename(first.file).replace(/(\.curriculum)?\.ya?ml$/u, '');
  };
  const tellMaking = (always: boolean): void => {
    const datasets = makingNow(runs.list(), first);
    const text = JSON.stringify(datasets);
    if (!always && text === making) return;
    const ended = !always && text.length < making.length;
    making = text;
    tell({ type: 'making', datasets });
    if (ended) tell({ type: 'look' });
  };

  const learn = (told: readonly MadeSet[]): void => {
    sets = told;
    name();
    const images = told.flatMap((set) => [set.dir, ...set.images]);
    if (folders.take(images)) webview.options = pageOptions(extension.extensionUri, folders.list());
  };
  const answer = async (message: Extract<MadePageMessage, { type: 'ask' }>): Promise<void> => {
    const { id, call } = message;
    try {
      await audits.start();
      const { file, variant } = first;
      // Which curriculum is the panel's to say, not its page's.
      const params =
        call === 'madeSets' ? { file, ...(variant === undefined ? {} : { variant }) } : message.params;
      // `call` and `params` belong together by what the auditor checks of them.
      const result: unknown = await auditor.ask(call, params as never);
      if (call === 'madeSets') learn(result as readonly MadeSet[]);
      post({
        type: 'answer',
        id,
        result: call === 'madeItem' ? withAddresses(result as MadeItem, folders, webview) : result,
      });
    } catch (error) {
      post({ type: 'failed', id, failure: failureOf(error) });
    }
  };
  const obey = (message: MadePageMessage): void => {
    switch (message.type) {
      case 'ready':
        // A page that was hidden begins anew.
        ready = true;
        post({ type: 'show', state });
        void runs.start().then(() => tellMaking(true));
        return;
      case 'ask':
        void answer(message);
        return;
      case 'showing':
        if (panelKey(message.state) !== panelKey(first)) return;
        state = message.state;
        name();
        return;
      case 'act':
        void act(parts, message.act, { state, sets });
        return;
    }
  };
  const hear = (value: unknown): boolean => {
    const message = madePageMessage(value);
    if (message === undefined)
      log.warn('A browser of made data said something that is no message of its own.');
    else obey(message);
    return message !== undefined;
  };

  webview.options = pageOptions(extension.extensionUri, folders.list());
  held.add(webview.onDidReceiveMessage(hear));
  held.add(
    panel.onDidChangeViewState(() => {
      if (!panel.visible) ready = false;
    }),
  );
  held.add(
    auditor.onEvent((event) => {
      if (event.type === 'again') tell({ type: 'again' });
      else if (event.type === 'made') tell({ type: 'made', dir: event.dir });
    }),
  );
  held.add(runs.onChanged(() => tellMaking(false)));
  held.add(
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === 'file' && uri.fsPath === first.file) tell({ type: 'look' });
    }),
  );
  name();
  panel.iconPath = pageIcon(extension.extensionUri);
  webview.html = pageHtml(webview, extension.extensionUri, 'made', l10n.t('Made data'));
  return {
    key: panelKey(first),
    state: () => state,
    title: () => panel.title,
    reveal: (next) => {
      if (next !== undefined && Object.keys(next).length > 1) {
        state = { ...state, ...next };
        name();
        tell({ type: 'show', state: next });
      }
      panel.reveal();
    },
    hear,
    dispose: () => held.dispose(),
  };
}

/**
 * A question whose images a page can load: files inside one of some folders become addresses, of all others it is said
 * why they are not shown. What names the files is a made folder, which may be anybody's.
 */
function withAddresses(item: MadeItem, folders: ImageFolders, webview: WebviewPanel['webview']): MadeItem {
  const show = (picture: ItemPicture): ItemPicture => {
    if ('missing' in picture) return picture;
    const { file } = picture;
    if (mayShow(file, folders.list()))
      return { ...picture, file: webview.asWebviewUri(Uri.file(file)).toString() };
    return {
      missing: l10n.t(
        '{0} lies outside of the folders that may be shown: trust the workspace, or open its folder.',
        file,
      ),
    };
  };
  return { ...item, images: item.images.map(show) };
}
