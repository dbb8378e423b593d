import { EventEmitter, Uri, window, workspace, type Event } from 'vscode';
import type { AuditSet, StageFailures } from '../../protocol';
import type { Parts } from '../context';
import { isAuditing } from './enabled';
import { fromPaths, importsOf } from './from';
import { mayHaveAudits } from './may-have';

/** What is known of the audits of a curriculum. */
export interface FileAudit {
  readonly stages: readonly StageFailures[];
  /** The run that they are of. */
  readonly run?: { readonly dir: string; readonly created: string; readonly text: string };
  /** Imported audits of what `audit: { from: ... }` names. */
  readonly imports: readonly AuditSet[];
}

/** What audits say of the curricula that are looked at. */
export interface StageAudits {
  /** By the absolute path of a curriculum; nothing while nothing is known. */
  of(file: string): FileAudit | undefined;
  readonly onChanged: Event<void>;
}

/** Milliseconds between a change and a look at it. */
const SETTLE_MS = 300;

/**
 * Follows the audits of the curricula that are open in an editor. One that was never run, and names no results, starts
 * no auditor. What is known stays until something else is, so that nothing above a stage flickers.
 */
export function stageAudits(parts: Parts): StageAudits {
  const { auditor, audits, runs, disposables } = parts;
  const changes = disposables.add(new EventEmitter<void>());
  const known = new Map<string, FileAudit>();
  const texts = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;

  const set = (file: string, audit: FileAudit | undefined): void => {
    if (JSON.stringify(known.get(file)) === JSON.stringify(audit)) return;
    if (audit === undefined) known.delete(file);
    else known.set(file, audit);
    changes.fire();
  };
  const read = async (file: string, text: string): Promise<FileAudit | undefined> => {
    const from = fromPaths(text, file);
    const ran = runs.list().some((run) => run.file === file && !run.rehearsal);
    if (!ran && (from.length === 0 || !mayHaveAudits())) return undefined;
    await audits.start();
    const stages = ran ? await auditor.ask('stages', { file }) : [];
    const dir = stages[0] === undefined ? undefined : audits.get(stages[0].set)?.run;
    const run = dir === undefined ? undefined : runs.get(dir);
    return {
      stages,
      imports: importsOf(audits.list(), from),
      ...(run === undefined
        ? {}
        : { run: { dir: run.dir, created: run.created, text: await textOf(run.dir, file) } }),
    };
  };
  const textOf = async (run: string, file: string): Promise<string> => {
    const kept = texts.get(run);
    if (kept !== undefined) return kept;
    const files = await parts.monitor.ask('files', { run });
    const text = (files.find(({ path }) => path === file) ?? files[0])?.text ?? '';
    texts.set(run, text);
    return text;
  };
  const look = async (): Promise<void> => {
    for (const [file, text] of openCurricula()) {
      try {
        set(file, isAuditing(Uri.file(file)) ? await read(file, text) : undefined);
      } catch (error) {
        // Told where somebody asks for it; above a stage there is nothing to say.
        parts.log.debug(`Audits of ${file}: ${String(error)}`);
      }
    }
  };
  const lookSoon = (): void => {
    if (looking) again = true;
    else
      timer ??= setTimeout(() => {
        timer = undefined;
        looking = true;
        void look().finally(() => {
          looking = false;
          if (again) lookSoon();
          again = false;
        });
      }, SETTLE_MS);
  };

  disposables.add({ dispose: () => clearTimeout(timer) });
  disposables.add(runs.onChanged(lookSoon));
  disposables.add(audits.onChanged(lookSoon));
  disposables.add(
    auditor.onEvent((event) => {
      if (event.type === 'changed' || event.type === 'again') lookSoon();
    }),
  );
  disposables.add(window.onDidChangeVisibleTextEditors(lookSoon));
  disposables.add(
    workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === 'curriculum') lookSoon();
    }),
  );
  disposables.add(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('stagecraft.audit')) lookSoon();
    }),
  );
  lookSoon();
  return { of: (file) => known.get(file), onChanged: changes.event };
}

const openCurricula = (): ReadonlyMap<string, string> =>
  new Map(
    window.visibleTextEditors.flatMap(({ document }) =>
      document.uri.scheme === 'file' && document.languageId === 'curriculum'
        ? [[document.uri.fsPath, document.getText()] as const]
        : [],
    ),
  );
