import { EventEmitter, workspace, type Event } from 'vscode';
import type { AuditSet } from '../../protocol';
import type { Auditor } from '../auditor';
import type { Disposables } from '../disposables';

/** The audits of this window's folders, kept up to date by the auditor. Nothing is read before `start`. */
export interface Audits {
  /** Newest first. */
  list(): readonly AuditSet[];
  /** By its folder, or by that of its run. */
  get(dir: string): AuditSet | undefined;
  /**
   * Asks for the list, once unless that has failed: the auditor then knows which folders are opened, and answers about
   * no other. Resolves when the list is there and never rejects: `failure` then says why it is not.
   */
  start(): Promise<void>;
  /** Asks for it again. */
  refresh(): Promise<void>;
  readonly failure: () => unknown;
  readonly onChanged: Event<void>;
}

export const workspaceRoots = (): readonly string[] =>
  (workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));

/** Makes the list of audits; it follows the workspace's folders and survives the auditor. */
export function auditsModel(auditor: Auditor, disposables: Disposables): Audits {
  const changes = disposables.add(new EventEmitter<void>());
  let sets: readonly AuditSet[] = [];
  let started: Promise<void> | undefined;
  let failure: unknown;

  const read = async (): Promise<void> => {
    try {
      sets = await auditor.ask('sets', { roots: workspaceRoots() });
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    changes.fire();
  };
  const refresh = (): Promise<void> => (started = read());

  disposables.add(
    auditor.onEvent((event) => {
      if (event.type === 'sets') {
        sets = event.sets;
        changes.fire();
      } else if (event.type === 'again' && started !== undefined) void refresh();
    }),
  );
  disposables.add(
    workspace.onDidChangeWorkspaceFolders(() => {
      if (started !== undefined) void refresh();
    }),
  );
  return {
    list: () => sets,
    get: (dir) => sets.find((set) => set.dir === dir || set.run === dir),
    start: () => (failure === undefined ? (started ??= read()) : refresh()),
    refresh,
    failure: () => failure,
    onChanged: changes.event,
  };
}
