import type { JobEnd, JobProgress } from '../../../src/protocol/audit';
import { Button, formatCount, formatNumber, Icon, plural, useStore } from '../../kit';
import { act } from '../state/ask';
import { useModel } from '../state/context';

const WHAT: Readonly<Record<JobProgress['what'], string>> = {
  import: 'Import',
  counterfactual: 'Counterfactual',
  judge: 'Judge',
  export: 'Export',
};

/** Work on this set that is under way, each with a way to stop it, and how the last one ended. */
export function Jobs() {
  const model = useModel();
  const jobs = useStore(model.jobs, (value) => value);
  const ended = useStore(model.ended, (value) => value);
  return (
    <div class="jobs">
      {[...jobs.values()].map((job) => (
        <Job key={job.job} job={job} />
      ))}
      <div role="status">
        {ended === undefined ? null : <Ended end={ended} onClose={() => model.ended.set(undefined)} />}
      </div>
    </div>
  );
}

function Job({ job }: { readonly job: JobProgress }) {
  const { what, done, total, requests, cached, failed, tokens, cost, note } = job;
  const title = WHAT[what];
  return (
    <div class="job numeric">
      <span class="job-title">{title}</span>
      <div
        class={`job-bar${total === undefined ? ' unknown' : ''}`}
        role="progressbar"
        aria-label={`Progress of ${title}`}
        {...(total === undefined
          ? {}
          : { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) })}
      >
        {total === undefined ? null : (
          <div style={{ width: `${Math.min(100, (100 * done) / Math.max(1, total))}%` }} />
        )}
      </div>
      <span>
        {formatCount(done)}
        {total === undefined ? '' : ` / ${formatCount(total)}`}
      </span>
      <span class="muted">
        {[
          ...(requests > 0 ? [plural(requests, 'request')] : []),
          ...(cached > 0 ? [`${formatCount(cached)} known already`] : []),
          ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
          ...(tokens.input + tokens.output > 0 ? [plural(tokens.input + tokens.output, 'token')] : []),
          ...(cost === undefined ? [] : [`cost ${formatNumber(cost)}`]),
          ...(note === undefined ? [] : [note]),
        ].join(', ')}
      </span>
      <Button
        appearance="icon"
        label={`Stop: ${title}`}
        onClick={() => act({ action: 'cancel', job: job.job })}
      >
        <Icon name="debug-stop" />
      </Button>
    </div>
  );
}

function Ended({ end, onClose }: { readonly end: JobEnd; readonly onClose: () => void }) {
  const words =
    end.state === 'done'
      ? end.words
      : end.state === 'cancelled'
        ? 'Stopped. What is answered already is kept.'
        : [end.message, end.hint].filter((part) => part !== undefined).join(' ');
  return (
    <p class={`job-end job-${end.state}`}>
      <Icon name={end.state === 'done' ? 'check' : end.state === 'failed' ? 'error' : 'info'} />
      <span>{words}</span>
      <Button appearance="icon" label="Dismiss" onClick={onClose}>
        <Icon name="close" />
      </Button>
    </p>
  );
}
