import { EXPORT_FORMATS, type AuditSet } from '../../../src/protocol/audit';
import { Button, Disclosure, formatDate, Icon, plural, useStore } from '../../kit';
import { act } from '../state/ask';
import { useModel } from '../state/context';
import { queryOf } from '../state/query';
import { Headline } from './headline';
import { Jobs } from './jobs';
import './header.css';

const FORMAT_TITLES = {
  jsonl: 'JSON lines',
  csv: 'CSV, for spreadsheets',
  html: 'HTML report',
} as const satisfies Record<(typeof EXPORT_FORMATS)[number], string>;

/** What set this is, what its verdicts say, and what can be done with it. */
export function Header({ set }: { readonly set: AuditSet }) {
  const { state, rows } = useModel();
  const total = useStore(rows.view, ({ pages }) => pages.total);
  const query = () => queryOf(state.get());
  return (
    <header class="header">
      <div class="header-row">
        <h1 class="header-title" title={set.dir}>
          {set.title}
        </h1>
        <span class="room" />
        <div class="header-actions">
          <Button icon="beaker" onClick={() => act({ action: 'attribute', set: set.dir })}>
            Attribute…
          </Button>
          <Disclosure label="Export" icon="export">
            <div class="export-choices">
              <p class="muted">
                {total === undefined ? 'The items listed' : plural(total, 'listed item')} as
              </p>
              {EXPORT_FORMATS.map((format) => (
                <Button key={format} onClick={() => act({ action: 'export', query: query(), format })}>
                  {FORMAT_TITLES[format]}
                </Button>
              ))}
            </div>
          </Disclosure>
          <Button
            icon="new-file"
            title="Write a stage that trains on the items listed"
            onClick={() => act({ action: 'draft', query: query() })}
          >
            Draft stage…
          </Button>
          <Button
            appearance="icon"
            label="Copy a link to what is shown"
            onClick={() => act({ action: 'copyLink', state: state.get() })}
          >
            <Icon name="link" />
          </Button>
        </div>
      </div>
      <div class="header-facts muted numeric">
        {set.title.includes(set.model) ? null : <span>{set.model}</span>}
        <span>{plural(set.benchmarks.length, 'benchmark')}</span>
        <span>
          {plural(set.failures, 'failure')} in {plural(set.rows, 'item')}
        </span>
        {set.unjudged === 0 ? null : <span>{plural(set.unjudged, 'item')} not judged</span>}
        <span>{formatDate(set.created)}</span>
      </div>
      <Headline set={set} />
      <Jobs />
    </header>
  );
}
