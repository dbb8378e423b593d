import type { MadeManifest, MadeSet } from '../../../src/protocol/made';
import { Button, Dropdown, formatCount, formatDate, Icon, Option, plural, useStore } from '../../kit';
import { SPLIT_TITLES } from '../parts/titles';
import { act } from '../state/ask';
import { useModel } from '../state/context';
import './header.css';

interface HeaderProps {
  readonly set: MadeSet;
  readonly sets: readonly MadeSet[];
}

/** Which dataset it is, how much was kept, and what should be known before it is trained on. */
export function Header({ set, sets }: HeaderProps) {
  const { choose, making } = useModel();
  const busy = useStore(making, (ids) => ids.includes(set.dataset));
  const { manifest, dataset } = set;
  return (
    <header class="header">
      <div class="header-row">
        <h1 class="header-title" title={set.dir}>
          {dataset}
        </h1>
        {sets.length < 2 ? null : (
          <Dropdown label="Dataset" value={dataset} onChange={choose}>
            {sets.map((one) => (
              <Option key={one.dataset} value={one.dataset}>
                {one.dataset}
              </Option>
            ))}
          </Dropdown>
        )}
        <span class="room" />
        <div class="header-actions">
          {manifest === undefined || set.stale ? null : (
            <Button icon="refresh" disabled={busy} onClick={() => act({ action: 'make', dataset })}>
              Make again…
            </Button>
          )}
          <Button
            appearance="icon"
            label="Show its folder"
            onClick={() => act({ action: 'showFolder', dir: set.dir })}
          >
            <Icon name="folder-opened" />
          </Button>
          <Button
            appearance="icon"
            label="Open the curriculum"
            onClick={() => act({ action: 'openCurriculum', dataset })}
          >
            <Icon name="go-to-file" />
          </Button>
        </div>
      </div>
      {manifest === undefined ? null : <Facts manifest={manifest} />}
      {busy && manifest !== undefined ? (
        <p class="header-note" role="status">
          <Icon name="loading" /> It is being made again; what is shown is as it was before.
        </p>
      ) : null}
      {set.stale && !busy ? (
        <div class="header-note stale" role="status">
          <Icon name="warning" />
          <span>The recipe has changed since this was made: what is shown is of the old one.</span>
          <Button onClick={() => act({ action: 'make', dataset })}>Make again…</Button>
        </div>
      ) : null}
      {manifest === undefined ? null : <Warnings warnings={manifest.warnings} />}
    </header>
  );
}

function Facts({ manifest }: { readonly manifest: MadeManifest }) {
  const { funnel, rows, capability, created, models } = manifest;
  const splits = (['train', 'val', 'test'] as const).flatMap((split) => {
    const count = rows[split];
    return count === undefined ? [] : [{ split, count }];
  });
  const kept = splits.reduce((sum, { count }) => sum + count, 0);
  const all = questionsOf(funnel);
  return (
    <div class="header-facts muted numeric">
      <span>
        <strong class="header-kept">{formatCount(kept)}</strong>
        {all === undefined ? ' rows' : ` of ${plural(all, 'question')} kept`}
      </span>
      {splits.map(({ split, count }) => (
        <span key={split}>
          {SPLIT_TITLES[split]} {formatCount(count)}
        </span>
      ))}
      <span>{capability}</span>
      {models.length === 0 ? null : <span>{models.join(', ')}</span>}
      <span>{formatDate(created)}</span>
    </div>
  );
}

/** Questions that there were before any was dropped: what came into the checks, or else into the first step after them. */
export const questionsOf = (funnel: MadeManifest['funnel']): number | undefined =>
  (
    funnel.find(({ step }) => step === 'check') ??
    funnel.find(({ step }) => step !== 'source' && step !== 'write')
  )?.in;

/** Warnings that are shown at once; the rest on demand. */
const FIRST = 2;

function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  const [first, rest] = [warnings.slice(0, FIRST), warnings.slice(FIRST)];
  return (
    <div class="header-warnings" role="note" aria-label={plural(warnings.length, 'warning')}>
      <ul>
        {first.map((words) => (
          <li key={words}>
            <Icon name="warning" /> {words}
          </li>
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <details>
          <summary>{plural(rest.length, 'more warning')}</summary>
          <ul>
            {rest.map((words) => (
              <li key={words}>
                <Icon name="warning" /> {words}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
