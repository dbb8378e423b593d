import { join } from 'node:path';
import { commands, env, l10n, Uri, window, workspace } from 'vscode';
import { errorText } from '../../protocol';
import { pickAgainst } from '../audits/actions/compare';
import { workspaceRoots } from '../audits/model';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import { Refusal, showError } from '../refusal';
import { plainText } from '../run-list/plain';
import { LINK_PATH, linkQuery } from './link';
import type { CheckedAction } from './message';
import { openSource } from './source';
import type { ShownState } from './state';

/** The browser that asks: its audit, and how it is made to show something else. */
export interface Asking {
  readonly set: string;
  readonly show: (state: ShownState) => void;
}

/** Does what a page asks the editor for; what cannot be done is told in a message. */
export async function act(parts: Parts, action: CheckedAction, asking: Asking): Promise<void> {
  try {
    await perform(parts, action, asking);
  } catch (error) {
    if (!(error instanceof Refusal)) parts.log.error(errorText(error));
    await showError(errorText(error), error instanceof Refusal ? error.buttons : []);
  }
}

async function perform(parts: Parts, action: CheckedAction, { set, show }: Asking): Promise<void> {
  switch (action.action) {
    case 'export':
      await commands.executeCommand(COMMAND_IDS.exportAudit, {
        set,
        query: action.query,
        format: action.format,
      });
      return;
    case 'saveSvg':
      return saveSvg(action.name, action.svg);
    case 'draft':
      await commands.executeCommand(COMMAND_IDS.draftStage, { set, filter: action.query.filter });
      return;
    case 'attribute':
      await commands.executeCommand(COMMAND_IDS.attributeFailures, { set });
      return;
    case 'cancel':
      await parts.auditor.ask('cancel', { job: action.job });
      return;
    case 'chooseAgainst': {
      await parts.audits.start();
      const own = parts.audits.get(set);
      const against = own === undefined ? undefined : await pickAgainst(parts, own);
      if (against !== undefined) show({ set, against: against.dir, tab: 'compare' });
      return;
    }
    case 'openSource':
      return openSource(parts, set, action.index);
    case 'copyLink':
      return copyLink(parts, action.state);
    case 'import':
      await commands.executeCommand(COMMAND_IDS.importResults);
      return;
  }
}

/** Saves a figure where the user wants it. */
async function saveSvg(name: string, svg: string): Promise<void> {
  const folder = workspaceRoots()[0] ?? '';
  const file = `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 80) || 'figure'}.svg`;
  const output = await window.showSaveDialog({
    title: l10n.t('Save figure'),
    defaultUri: Uri.file(join(folder, file)),
    filters: { SVG: ['svg'] },
  });
  if (output !== undefined) await workspace.fs.writeFile(output, Buffer.from(svg, 'utf8'));
}

/** Puts a link to what is shown on the clipboard: it opens the same in any window with this workspace. */
export async function copyLink({ extension }: Pick<Parts, 'extension'>, state: ShownState): Promise<void> {
  const query = linkQuery(state, workspaceRoots());
  if (query === undefined)
    throw new Refusal(l10n.t('A link can be made to audits that lie in an opened folder alone.'));
  const link = `${env.uriScheme}://${extension.extension.id}${LINK_PATH}?${query}`;
  await env.clipboard.writeText(link);
  void window.setStatusBarMessage(plainText(l10n.t('The link is on the clipboard.')), 4000);
}
