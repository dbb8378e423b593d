import { basename } from 'node:path';
import type {
  ClientCapabilities,
  Connection,
  WorkDoneProgressServerReporter,
} from 'vscode-languageserver/node';
import type { OpenDocument } from '../documents/document';
import type { Progress } from './checks';

/** A check that takes longer than this many milliseconds shows how far it is. */
const LONG = 1000;

/** The progress of a check in the editor's own place for it; nothing for short checks and for editors without. */
export function openProgress(
  connection: Connection,
  client: ClientCapabilities,
  { path }: OpenDocument,
): Progress {
  if (client.window?.workDoneProgress !== true) return { report: () => undefined, done: () => undefined };
  let shown: WorkDoneProgressServerReporter | undefined;
  let finished = false;
  const show = async (): Promise<void> => {
    const reporter = await connection.window.createWorkDoneProgress();
    reporter.begin(`Checking the data of ${basename(path)}`, 0, undefined, false);
    if (finished) reporter.done();
    else shown = reporter;
  };
  const timer = setTimeout(() => void show().catch(() => undefined), LONG);
  return {
    report: (done, total, what) =>
      shown?.report(total === 0 ? 0 : Math.round((100 * done) / total), `${what} ${done}/${total}`),
    done: () => {
      finished = true;
      clearTimeout(timer);
      shown?.done();
    },
  };
}
