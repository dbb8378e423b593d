import { l10n, ProgressLocation, window } from 'vscode';
import type { JobEnd, JobProgress } from '../../protocol';
import type { Disposables } from '../disposables';
import { Refusal } from '../refusal';
import type { Auditor } from './auditor';
import { progressWords } from './progress';

/** Long work of the auditor, shown while it goes on. */
export interface AuditJobs {
  /** Begins a job and shows its progress, with a button that cancels it; resolves when it has ended, however. */
  run(title: string, begin: () => Promise<{ readonly job: number }>): Promise<JobEnd>;
  /** What goes on now, as it was last told. */
  running(): readonly JobProgress[];
}

/** Ends that came before anybody waited for them: a short job may end before its number is known here. */
const KEPT_ENDS = 50;

/** Follows the jobs of an auditor; one that has gone ends all of them. */
export function auditJobs(auditor: Auditor, disposables: Disposables): AuditJobs {
  const ends = new Map<number, JobEnd>();
  const waiting = new Map<number, (end: JobEnd) => void>();
  const last = new Map<number, JobProgress>();
  const ears = new Map<number, (progress: JobProgress) => void>();

  disposables.add(
    auditor.onEvent((event) => {
      if (event.type === 'progress') {
        last.set(event.progress.job, event.progress);
        ears.get(event.progress.job)?.(event.progress);
      } else if (event.type === 'ended') {
        last.delete(event.job);
        const resolve = waiting.get(event.job);
        if (resolve !== undefined) resolve(event.end);
        else {
          ends.set(event.job, event.end);
          const [oldest] = ends.keys();
          if (ends.size > KEPT_ENDS && oldest !== undefined) ends.delete(oldest);
        }
      } else if (event.type === 'again') {
        ends.clear();
        last.clear();
        for (const resolve of waiting.values())
          resolve({
            state: 'failed',
            message: l10n.t('The auditor was started anew. What was done is kept.'),
          });
      }
    }),
  );

  return {
    running: () => [...last.values()],
    run: async (title, begin) =>
      window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        async (bar, token) => {
          const { job } = await begin();
          const known = ends.get(job);
          if (known !== undefined) {
            ends.delete(job);
            return known;
          }
          let share = 0;
          ears.set(job, (progress) => {
            const { done, total } = progress;
            const now = total === undefined || total <= 0 ? share : Math.min(1, done / total) * 100;
            bar.report({ message: progressWords(progress), increment: Math.max(0, now - share) });
            share = Math.max(share, now);
          });
          // It ends by itself once it is told to: what it has is written first.
          token.onCancellationRequested(() => void auditor.ask('cancel', { job }).catch(() => undefined));
          try {
            return await new Promise<JobEnd>((resolve) => waiting.set(job, resolve));
          } finally {
            waiting.delete(job);
            ears.delete(job);
          }
        },
      ),
  };
}

/** The words of a job that is done; nothing when it was cancelled. Throws a `Refusal` for one that has failed. */
export function endWords(end: JobEnd): string | undefined {
  if (end.state === 'done') return end.words;
  if (end.state === 'cancelled') return undefined;
  throw new Refusal(end.hint === undefined ? end.message : `${end.message} (${end.hint})`);
}
