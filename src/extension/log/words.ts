import { l10n } from 'vscode';
import { OWN_LINE } from './find-links';
import { inLine } from './in-line';
import { RESET } from './safe-text';
import type { LogWords } from './session';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
/** Colours of the theme: red, green, yellow, cyan. */
const BAD = '\u001b[31m';
const GOOD = '\u001b[32m';
const WARN = '\u001b[33m';
const NOTE = '\u001b[36m';

const own = (style: string, text: string): string => `${style}${OWN_LINE} ${inLine(text)}${RESET}`;
const remark = (text: string): string => own(DIM, text);

/** The name of a run with its variant. */
export const runTitle = ({ name, variant }: { readonly name: string; readonly variant?: string }): string =>
  variant === undefined ? name : `${name} (${variant})`;

/** In place of lines that are not shown. */
export const gapLine = (lines: number, folder: string): string =>
  remark(l10n.t('{0} lines are left out here; all of them are in {1}', lines, folder));

/** What a log's terminal says itself, between the lines of the log. */
export const LOG_WORDS: LogWords = {
  runHeader: (run) => `${own(BOLD, runTitle(run))}\r\n${remark(run.dir)}`,
  stageHeader: (stage) => own(BOLD + NOTE, stage),
  finding: ({ id, severity, message, stage, step }) => {
    const where = [stage, step === undefined ? undefined : l10n.t('step {0}', step)]
      .filter((part) => part !== undefined)
      .join(', ');
    const colour = { error: BAD, warning: WARN, info: NOTE }[severity];
    return own(colour, `${id}${where === '' ? '' : ` (${where})`}: ${message}`);
  },
  end: ({ state, reason, stages }) => {
    const words = {
      done: l10n.t('The run is done'),
      stopped: l10n.t('The run was stopped'),
      failed: l10n.t('The run failed'),
      interrupted: l10n.t('The run was interrupted'),
      unreadable: l10n.t('The run cannot be read'),
      queued: l10n.t('The run waits for its turn'),
      running: l10n.t('The run goes on'),
    }[state];
    const done = stages.filter((stage) => stage.state === 'done').length;
    const parts = l10n.t('{0} of {1} parts done', done, stages.length);
    const because = reason === undefined || reason === '' ? '' : `: ${reason}`;
    const colour = state === 'done' ? GOOD : state === 'stopped' ? WARN : BAD;
    return own(BOLD + colour, `${words} (${parts})${because}`);
  },
  goesOn: () => remark(l10n.t('The run goes on')),
  gone: () => remark(l10n.t('The folder of this run is gone')),
  confirmStop: () =>
    own(
      WARN,
      l10n.t('Press Ctrl-C again within 3 seconds to stop the run. Closing this terminal leaves it running.'),
    ),
  askedToStop: () => own(WARN, l10n.t('The run is asked to stop; it can be resumed later')),
  nothingToStop: () => remark(l10n.t('The run has ended: there is nothing to stop')),
  failed: (error) => own(BAD, error instanceof Error ? error.message : String(error)),
};
