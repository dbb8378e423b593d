import {
  comments,
  CommentThreadCollapsibleState,
  l10n,
  Range,
  window,
  workspace,
  type CommentThread,
  type TextDocument,
  type Uri,
} from 'vscode';
import { isLabel, type Label } from '../../protocol';
import { workspaceRoots } from '../audits/model';
import type { Parts } from '../context';
import { imageFolders } from '../pages/folders';
import type { StageAudits } from '../inline/stage-audits';
import { stagePlaces } from '../inline/places';
import { Refusal } from '../refusal';
import { failureThread, type FailureThread } from './thread';

/** Milliseconds after an edit until threads are put where their stages are now. */
const SETTLE_MS = 200;

/** The threads of this window that show failures. */
export interface FailureThreads {
  /** Opens, or brings back, the failures of a stage below its line. */
  open(document: TextDocument, stage: string): Promise<void>;
  /** Goes on in the thread that a button is of, else in the last one. */
  move(argument: unknown, by: number): Promise<void>;
  label(argument: unknown): Promise<void>;
  close(argument: unknown): void;
  list(): readonly FailureThread[];
}

/** Holds the threads; each stays at its stage while the text around it changes, and goes with it. */
export function failureThreads(parts: Parts, audits: StageAudits): FailureThreads {
  const { disposables } = parts;
  const controller = disposables.add(
    comments.createCommentController('stagecraft.failures', l10n.t('Failures of an audit')),
  );
  const open = new Map<string, FailureThread>();
  let numbers = 0;
  let last: string | undefined;
  const timers = new Map<string, NodeJS.Timeout>();

  const keyOf = (uri: Uri, stage: string): string => `${uri.toString()}\n${stage}`;
  const remove = (key: string): void => {
    open.get(key)?.dispose();
    open.delete(key);
    if (last === key) last = [...open.keys()].at(-1);
  };
  const found = (argument: unknown): [string, FailureThread] => {
    const own = [...open].find(([, { thread }]) => thread === (argument as CommentThread | undefined));
    const key = own?.[0] ?? last;
    const thread = key === undefined ? undefined : open.get(key);
    if (key === undefined || thread === undefined)
      throw new Refusal(l10n.t('No failures are open: choose "Read Here" above a stage.'));
    last = key;
    return [key, thread];
  };
  const follow = async (document: TextDocument): Promise<void> => {
    timers.delete(document.uri.toString());
    const places = await stagePlaces(document);
    if (places === undefined) return;
    for (const [key, thread] of open) {
      if (thread.subject.document.toString() !== document.uri.toString()) continue;
      const place = places.get(thread.subject.stage);
      if (place === undefined) remove(key);
      else thread.place(line(place.name));
    }
  };

  disposables.add(
    workspace.onDidChangeTextDocument(({ document }) => {
      const uri = document.uri.toString();
      if (![...open.values()].some(({ subject }) => subject.document.toString() === uri)) return;
      clearTimeout(timers.get(uri));
      timers.set(
        uri,
        setTimeout(() => void follow(document), SETTLE_MS),
      );
    }),
  );
  disposables.add({
    dispose: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const key of [...open.keys()]) remove(key);
    },
  });

  return {
    open: async (document, stage) => {
      const failures = audits.of(document.uri.fsPath)?.stages.find((each) => each.stage === stage);
      const place = (await stagePlaces(document))?.get(stage);
      if (failures === undefined || place === undefined)
        throw new Refusal(l10n.t('No audited run of this curriculum says anything of {0}.', stage));
      const key = keyOf(document.uri, stage);
      const already = open.get(key);
      if (already?.subject.set === failures.set) {
        last = key;
        already.thread.collapsibleState = CommentThreadCollapsibleState.Expanded;
        return;
      }
      remove(key);
      const folders = imageFolders(workspaceRoots, () => workspace.isTrusted);
      folders.take(parts.audits.get(failures.set)?.folders ?? []);
      const subject = {
        number: (numbers += 1),
        document: document.uri,
        stage,
        set: failures.set,
        filter: { datasets: failures.datasets },
      };
      const thread = failureThread(parts, controller, subject, line(place.name), () => folders.list());
      open.set(key, thread);
      last = key;
      try {
        await thread.move(0);
      } catch (error) {
        remove(key);
        throw error;
      }
      const editor = window.visibleTextEditors.find((each) => each.document === document);
      editor?.revealRange(place.name);
    },
    move: (argument, by) => found(argument)[1].move(by),
    label: async (argument) => {
      const { number, index, label } = labelArgument(argument);
      const thread = [...open.values()].find(({ subject }) => subject.number === number);
      if (thread === undefined) throw new Refusal(l10n.t('The failures that this link is of are closed.'));
      await thread.label(index, label);
    },
    close: (argument) => remove(found(argument)[0]),
    list: () => [...open.values()],
  };
}

const line = ({ start }: Range): Range => new Range(start.line, 0, start.line, 0);

/** What a link says; anybody can write one, so that its shape is looked at. */
function labelArgument(argument: unknown): { number: number; index: number; label: Label | null } {
  const { thread, index, label } = (argument ?? {}) as Readonly<Record<string, unknown>>;
  if (!isCount(thread) || !isCount(index) || !(label === null || isLabel(label)))
    throw new Refusal(l10n.t('This is no label of a failure that is shown.'));
  return { number: thread, index, label };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
