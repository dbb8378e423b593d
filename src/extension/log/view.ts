import { EventEmitter, ThemeIcon, window, type Terminal } from 'vscode';
import type { RunSummary } from '../../protocol';
import type { Parts } from '../context';
import { Disposables } from '../disposables';
import { inLine } from './in-line';
import { output } from './output';
import { logSession, type LogSession } from './session';
import { gapLine, LOG_WORDS, runTitle } from './words';

/** A terminal that shows a log. */
export interface LogView {
  readonly terminal: Terminal;
  readonly session: LogSession;
}

/** Makes a terminal with the log of a run or of one of its stages; closing it changes nothing. `closed` is called then. */
export function logView(
  { monitor, runs }: Parts,
  run: RunSummary,
  stage: string | undefined,
  closed: () => void,
): LogView {
  const held = new Disposables();
  const written = held.add(new EventEmitter<string>());
  const out = held.add(
    output(
      (text) => written.fire(text),
      (lines) => gapLine(lines, run.dir),
    ),
  );
  const session = logSession(
    run,
    stage,
    {
      followLog: (params) => monitor.ask('followLog', params),
      // A monitor that is gone follows nothing.
      unfollowLog: (subscription) => void monitor.ask('unfollowLog', { subscription }).catch(() => undefined),
      stop: (dir) => monitor.ask('stop', { run: dir }),
      findings: async (dir) => (await monitor.ask('detail', { run: dir })).findings,
    },
    { out, words: LOG_WORDS },
  );
  held.add(monitor.onEvent((event) => session.hear(event)));
  held.add(
    runs.onChanged(({ changed, removed }) => {
      const now = changed.find(({ dir }) => dir === run.dir);
      if (now !== undefined) session.changed(now);
      else if (removed.includes(run.dir)) session.changed('removed');
    }),
  );
  const name = stage === undefined ? runTitle(run) : `${runTitle(run)}: ${stage}`;
  const terminal = window.createTerminal({
    name: inLine(name),
    iconPath: new ThemeIcon('output'),
    // A window that opens again has no log to show in it before the user asks for one.
    isTransient: true,
    pty: {
      onDidWrite: written.event,
      open: () => session.open(),
      close: () => {
        session.close();
        held.dispose();
        closed();
      },
      handleInput: (keys: string) => session.press(keys),
    },
  });
  return { terminal, session };
}
