import { basename } from 'node:path';
import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  workspace,
  type Event,
  type Webview,
  type WebviewPanel,
} from 'vscode';
import type { FromDashboard, RunDetail, SamplesAnswer, ToDashboard } from '../../protocol';
import { COMMAND_IDS, RUN_ACTIONS } from '../commands/ids';
import type { Parts } from '../context';
import { Disposables, type Disposable } from '../disposables';
import { failureOf } from '../process';
import { batch } from './batch';
import { imageFolders, type ImageFolders } from '../pages/folders';
import { withImages } from '../pages/images';
import { dashboardMessage } from './message';
import { pageHtml, pageIcon, pageOptions, workspaceFolders } from '../pages/panel';

/** The editor's side of one dashboard. */
export interface DashboardPanel extends Disposable {
  /** The run that it is about. */
  readonly main: string;
  /** All runs that it shows. */
  runs(): readonly string[];
  /** Whether it can be seen, so that its runs are to be followed. */
  visible(): boolean;
  /** Brings it to the front, with these runs over one another when they are others. */
  reveal(runs: readonly string[]): void;
  /** It shows other runs, or is seen or hidden. */
  readonly onChanged: Event<void>;
}

/** Puts the page into a panel and answers what it asks. */
export function dashboardPanel(parts: Parts, panel: WebviewPanel, first: readonly string[]): DashboardPanel {
  const { extension, monitor, runs: known, log } = parts;
  const { webview } = panel;
  const held = new Disposables();
  const changes = held.add(new EventEmitter<void>());
  const main = first[0] ?? '';
  let runs = first;
  let ready = false;
  const folders = imageFolders(workspaceFolders, () => workspace.isTrusted);

  const post = (message: ToDashboard): void => void webview.postMessage(message);
  const batched = batch(post);
  held.add({ dispose: () => batched.stop() });

  const name = (): void => {
    const more = runs.length - 1;
    const title = known.get(main)?.name ?? basename(main);
    panel.title = more > 0 ? `${title} +${more}` : title;
  };

  const hear = (message: FromDashboard): void => {
    switch (message.type) {
      case 'ready':
        // A page that was hidden begins anew; what it showed, and how, it has kept itself.
        ready = true;
        batched.stop();
        post({ type: 'show', runs });
        return;
      case 'ask':
        void relay(parts, { webview, folders }, message, post);
        return;
      case 'showing':
        if (message.runs[0] !== main) return;
        runs = message.runs;
        name();
        changes.fire();
        return;
      case 'act':
        void commands.executeCommand(RUN_ACTIONS[message.action], message.run);
        return;
      case 'openKey': {
        const { run, stage, key } = message;
        void commands.executeCommand(COMMAND_IDS.openFindingKey, { run, stage, key });
        return;
      }
    }
  };

  webview.options = pageOptions(extension.extensionUri);
  held.add(
    webview.onDidReceiveMessage((value: unknown) => {
      const message = dashboardMessage(value);
      if (message === undefined) log.warn('A dashboard said something that is no message of its own.');
      else hear(message);
    }),
  );
  held.add(
    panel.onDidChangeViewState(() => {
      if (!panel.visible) ready = false;
      changes.fire();
    }),
  );
  held.add(
    monitor.onEvent((event) => {
      if (!ready) return;
      if (event.type === 'runs') batched.changed(event.changed, event.removed);
      else if (event.type === 'grew' && runs.includes(event.run)) batched.grew(event.run, event.revision);
      else if (event.type === 'again') void known.start().then(() => post({ type: 'again' }));
    }),
  );
  name();
  held.add(known.onChanged(name));
  panel.iconPath = pageIcon(extension.extensionUri);
  webview.html = pageHtml(webview, extension.extensionUri, 'dashboard', l10n.t('Run dashboard'));
  return {
    main,
    runs: () => runs,
    visible: () => panel.visible,
    reveal: (next) => {
      const others = next.length > 1 && next.join('\n') !== runs.join('\n');
      if (others) {
        runs = next;
        if (ready) post({ type: 'show', runs });
        name();
        changes.fire();
      }
      panel.reveal();
    },
    onChanged: changes.event,
    dispose: () => held.dispose(),
  };
}

/** Brings a page's question to the monitor and the answer back; a question is answered or has failed, once. */
async function relay(
  { monitor, runs, extension }: Parts,
  { webview, folders }: { readonly webview: Webview; readonly folders: ImageFolders },
  { id, call, params }: Extract<FromDashboard, { readonly type: 'ask' }>,
  post: (message: ToDashboard) => void,
): Promise<void> {
  try {
    // The monitor knows the runs of folders that it was told to watch.
    await runs.start();
    const result = await monitor.ask(call, params);
    post({
      type: 'answer',
      id,
      result: call === 'samples' ? shown(result as SamplesAnswer, webview, folders) : result,
    });
    // The editor loads a page anew when it may load from more folders: only when a run's lie outside of the others.
    if (call === 'detail' && folders.take((result as RunDetail).folders ?? []))
      webview.options = pageOptions(extension.extensionUri, folders.list());
  } catch (error) {
    post({ type: 'failed', id, failure: failureOf(error) });
  }
}

const shown = (answer: SamplesAnswer, webview: Webview, folders: ImageFolders): SamplesAnswer =>
  withImages(answer, folders.list(), (path) => webview.asWebviewUri(Uri.file(path)).toString());
