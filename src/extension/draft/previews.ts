import { EventEmitter, l10n, Uri, window, workspace } from 'vscode';
import type { Disposables } from '../disposables';

/** The scheme of the read-only documents that show a curriculum as it would be. */
export const DRAFT_SCHEME = 'stagecraft-draft';

export type Decision = 'apply' | 'discard';

/** Texts that would be, beside those that are, and what the user decides. */
export interface DraftPreviews {
  /** The address of a text, to be shown; its name is that of the file that it would become. */
  keep(name: string, text: string): Uri;
  /** Waits until the user applies or discards what is shown there; closing it discards it. */
  decision(preview: Uri, message: string, warning: boolean): Promise<Decision>;
  /** The user's word for the preview of an address, else for the last one; false when none is open. */
  decide(preview: Uri | undefined, decision: Decision): boolean;
}

/** Provides the documents; a preview that comes back with its window has nothing to say any more. */
export function draftPreviews(disposables: Disposables): DraftPreviews {
  const texts = new Map<string, string>();
  const waiting = new Map<string, (decision: Decision) => void>();
  const changed = disposables.add(new EventEmitter<Uri>());
  let numbers = 0;
  const decide = (key: string | undefined, decision: Decision): boolean => {
    const waits = key === undefined ? undefined : waiting.get(key);
    waits?.(decision);
    return waits !== undefined;
  };
  disposables.add(
    workspace.registerTextDocumentContentProvider(DRAFT_SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
  );
  disposables.add(
    window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) {
        const modified: unknown = (input as { readonly modified?: unknown } | undefined)?.modified;
        if (modified instanceof Uri && modified.scheme === DRAFT_SCHEME)
          decide(modified.toString(), 'discard');
      }
    }),
  );
  return {
    keep: (name, text) => {
      const uri = Uri.from({ scheme: DRAFT_SCHEME, path: `/${name}`, query: String((numbers += 1)) });
      texts.set(uri.toString(), text);
      return uri;
    },
    decision: (preview, message, warning) => {
      const key = preview.toString();
      const decided = new Promise<Decision>((resolve) => waiting.set(key, resolve)).finally(() => {
        waiting.delete(key);
        texts.delete(key);
      });
      const apply = l10n.t('Apply');
      const discard = l10n.t('Discard');
      const show = warning ? window.showWarningMessage : window.showInformationMessage;
      void show(message, apply, discard).then((pressed) => {
        // A message that goes away decides nothing: the buttons of the preview stay.
        if (pressed !== undefined) decide(key, pressed === apply ? 'apply' : 'discard');
      });
      return decided;
    },
    decide: (preview, decision) => decide(preview?.toString() ?? [...waiting.keys()].at(-1), decision),
  };
}
