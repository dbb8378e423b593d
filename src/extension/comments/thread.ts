import {
  CommentMode,
  CommentThreadCollapsibleState,
  l10n,
  MarkdownString,
  Uri,
  type CommentController,
  type CommentThread,
  type Range,
} from 'vscode';
import type { AuditFilter, ItemDetail, Label } from '../../protocol';
import { annotator, withPictures } from '../audit-browser';
import { COMMAND_IDS } from '../commands/ids';
import type { Parts } from '../context';
import { Refusal } from '../refusal';
import { plainText } from '../run-list/plain';
import { failureText, labelLinks, verdictText, type FailureWords } from './failure-text';

/** What a thread goes through. */
export interface ThreadSubject {
  /** Told in links, so that a label goes to what is shown. */
  readonly number: number;
  readonly document: Uri;
  readonly stage: string;
  readonly set: string;
  readonly filter: AuditFilter;
}

/** Failures of a stage, one after another, in a thread below the line that names it. */
export interface FailureThread {
  readonly subject: ThreadSubject;
  readonly thread: CommentThread;
  /** The failure that is shown, once one is. */
  item(): ItemDetail | undefined;
  move(by: number): Promise<void>;
  /** Gives a label to the failure that is shown; null takes it back. */
  label(index: number, label: Label | null): Promise<void>;
  place(range: Range): void;
  dispose(): void;
}

/** Opens a thread at its first failure. Folders: absolute ones that images may be shown from. */
export function failureThread(
  { auditor }: Pick<Parts, 'auditor'>,
  controller: CommentController,
  subject: ThreadSubject,
  range: Range,
  folders: () => readonly string[],
): FailureThread {
  const { set, filter } = subject;
  const thread = controller.createCommentThread(subject.document, range, []);
  thread.canReply = false;
  thread.contextValue = 'failures';
  thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
  let position = 0;
  let total = 0;
  let shown: ItemDetail | undefined;
  let asked = 0;

  const show = async (to: number): Promise<void> => {
    const own = (asked += 1);
    const query = { set, filter, order: 'source', descending: false } as const;
    const page = await auditor.ask('page', { ...query, from: to, count: 1 });
    const [row] = page.rows;
    if (row === undefined) {
      // Labels of others may have changed what the filter finds.
      if (page.total > 0 && to >= page.total) return show(page.total - 1);
      throw new Refusal(l10n.t('There are no failures to read here.'));
    }
    const item = await auditor.ask('item', { set, index: row.index });
    // Moved on meanwhile: the later one is what is wanted.
    if (own !== asked) return;
    [position, total, shown] = [to, page.total, item];
    paint(item);
  };
  const paint = (item: ItemDetail): void => {
    const visible = withPictures(item, set, folders(), {
      toUri: (file) => Uri.file(file).toString(),
      outside: (file) => l10n.t('{0} lies outside of the folders that may be shown.', file),
    });
    thread.label = l10n.t('Failure {0} of {1}: {2}', position + 1, total, plainText(item.row, 80));
    thread.comments = [
      comment(plainText(item.dataset, 80), untrusted(failureText(visible, words()))),
      comment(l10n.t('Verdicts'), withLabels(item)),
    ];
  };
  const withLabels = (item: ItemDetail): MarkdownString => {
    const me = annotator();
    const mine = item.details.find((detail) => detail.method === 'human' && detail.by === me)?.label;
    const link = (label: Label | null): string => {
      const argument = { thread: subject.number, index: item.index, label };
      return `command:${COMMAND_IDS.labelFailure}?${encodeURIComponent(JSON.stringify([argument]))}`;
    };
    const text = new MarkdownString(`${verdictText(item, words())}\n\n${labelLinks(mine, link, words())}`);
    // Words of a judge are in it, escaped: no other command could be reached even if they were not.
    text.isTrusted = { enabledCommands: [COMMAND_IDS.labelFailure] };
    text.supportHtml = false;
    return text;
  };

  return {
    subject,
    thread,
    item: () => shown,
    move: (by) => show(total === 0 ? 0 : (position + by + total) % total),
    label: async (index, label) => {
      if (shown?.index !== index) throw new Refusal(l10n.t('Another failure is shown by now.'));
      await auditor.ask('label', { set, index, label, annotator: annotator() });
      await show(position);
    },
    place: (at) => {
      if (!thread.range.isEqual(at)) thread.range = at;
    },
    dispose: () => thread.dispose(),
  };
}

function untrusted(markdown: string): MarkdownString {
  const text = new MarkdownString(markdown);
  text.isTrusted = false;
  text.supportHtml = false;
  text.supportThemeIcons = false;
  return text;
}

const comment = (name: string, body: MarkdownString) => ({
  body,
  mode: CommentMode.Preview,
  author: { name },
});

const words = (): FailureWords => ({
  question: l10n.t('Question'),
  gold: l10n.t('Gold'),
  answer: l10n.t('Answer'),
  noAnswer: l10n.t('none found'),
  response: l10n.t('Response'),
  image: l10n.t('image'),
  verdicts: l10n.t('Verdicts'),
  noVerdicts: l10n.t('No method has spoken of this failure yet.'),
  label: l10n.t('Label:'),
  takeBack: l10n.t('take back'),
  share: (right, k) => l10n.t('{0} of {1} right', right, k),
});

/** For hovers: the same words. */
export const failureWords = words;
