import {
  AUDIT_METHOD_NAMES,
  GROUPINGS,
  type AuditPageState,
  type GroupBar,
} from '../../../src/protocol/audit';
import { useRef, useState } from 'preact/hooks';
import {
  Button,
  DataTable,
  Dropdown,
  ErrorBanner,
  formatCount,
  Icon,
  Option,
  useStore,
  type Column,
} from '../../kit';
import { methodWords, shareWords } from '../parts/rate';
import { CapabilityMark } from '../parts/marks';
import { GROUPING_TITLES, METHOD_TITLES } from '../parts/titles';
import { act, useAuditor } from '../state/ask';
import { useModel } from '../state/context';
import { queryOf } from '../state/query';
import { RateBar } from './bar';
import { figureSvg } from './figure';
import { groupFilter, groupTitle, isChosen, sortedGroups } from './groups';
import './multiples.css';

/** Most groups that are drawn as bars; the table shows all. */
const MOST = 60;

/** Share of perception errors by group, with intervals; a bar leads to its failures. */
export function Multiples() {
  const model = useModel();
  const page = useStore(model.state, (state) => state);
  const revision = useStore(model.revision, (value) => value);
  const [table, setTable] = useState(false);
  const { grouping, method } = page;
  // A group that is chosen must not take the others away; nor do order and direction count.
  const query = {
    ...queryOf({ ...page, filter: ungrouped(page) }),
    order: 'source',
    descending: false,
  } as const;
  const { value, failure, retry } = useAuditor(
    'groups',
    page.set === '' ? undefined : { ...query, by: grouping, method },
    revision,
  );
  const last = useRef<{ readonly by: string; readonly groups: readonly GroupBar[] }>(undefined);
  if (value !== undefined) last.current = { by: grouping, groups: sortedGroups(value, grouping) };
  const groups = last.current?.by === grouping ? last.current.groups : undefined;
  const title = `Perception among failures by ${GROUPING_TITLES[grouping]}`;
  return (
    <section class="multiples" aria-label={title}>
      <div class="multiples-head">
        <h2 title={title}>Perception share</h2>
        <Dropdown
          label="Group by"
          value={grouping}
          onChange={(next) => {
            const found = GROUPINGS.find((one) => one === next);
            if (found !== undefined) model.change({ grouping: found });
          }}
        >
          {GROUPINGS.map((one) => (
            <Option key={one} value={one}>
              by {GROUPING_TITLES[one]}
            </Option>
          ))}
        </Dropdown>
        <Dropdown
          label="As which method says"
          value={method}
          onChange={(next) => {
            const found = AUDIT_METHOD_NAMES.find((one) => one === next);
            if (found !== undefined) model.change({ method: found });
          }}
        >
          {AUDIT_METHOD_NAMES.map((one) => (
            <Option key={one} value={one}>
              {METHOD_TITLES[one]}
            </Option>
          ))}
        </Dropdown>
        <span class="room" />
        <Button appearance="icon" label="Show as table" pressed={table} onClick={() => setTable(!table)}>
          <Icon name="table" />
        </Button>
        <Button
          appearance="icon"
          label="Save as SVG"
          disabled={groups === undefined || groups.length === 0}
          onClick={() =>
            act({
              action: 'saveSvg',
              name: `perception-by-${grouping}.svg`,
              svg: svgOf(title, groups ?? [], page),
            })
          }
        >
          <Icon name="save" />
        </Button>
      </div>
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      {groups === undefined ? null : groups.length === 0 ? (
        <p class="multiples-none muted">No failures among these items.</p>
      ) : table ? (
        <GroupTable groups={groups} page={page} caption={title} />
      ) : (
        <Bars groups={groups} page={page} />
      )}
    </section>
  );
}

/** The filter without the field that the bars group by. */
function ungrouped({ filter, grouping }: AuditPageState): AuditPageState['filter'] {
  const { datasets, capabilities, categories, length, ...rest } = filter;
  return {
    ...rest,
    ...(grouping === 'dataset' || datasets === undefined ? {} : { datasets }),
    ...(grouping === 'capability' || capabilities === undefined ? {} : { capabilities }),
    ...(grouping === 'category' || categories === undefined ? {} : { categories }),
    ...(grouping === 'length' || length === undefined ? {} : { length }),
  };
}

interface GroupsProps {
  readonly groups: readonly GroupBar[];
  readonly page: AuditPageState;
}

function Bars({ groups, page }: GroupsProps) {
  const model = useModel();
  const { grouping, filter } = page;
  return (
    <div class="group-bars">
      {groups.slice(0, MOST).map((group) => {
        const name = groupTitle(group.name, grouping);
        const rate = group.perception;
        const words = rate === undefined || rate.n === 0 ? 'no verdicts' : shareWords(rate);
        return (
          <button
            key={group.name}
            type="button"
            class="group-bar"
            aria-pressed={isChosen(group.name, grouping, filter)}
            title={`${name}: ${formatCount(group.failures)} failures. Show them.`}
            onClick={() => model.filter(groupFilter(group.name, grouping, filter))}
          >
            <span class="group-name">
              {grouping === 'length' || grouping === 'category' ? null : (
                <CapabilityMark capability={group.capability} />
              )}
              <span class="group-title">{name}</span>
            </span>
            {rate === undefined || rate.n === 0 ? <span /> : <RateBar rate={rate} />}
            <span class="group-words numeric">{words}</span>
            <span class="group-n numeric">
              <span class="muted">n</span> {formatCount(rate?.n ?? 0)}
              <span class="muted"> of {formatCount(group.failures)}</span>
            </span>
          </button>
        );
      })}
      {groups.length > MOST ? (
        <p class="muted">{formatCount(groups.length - MOST)} more in the table.</p>
      ) : null}
    </div>
  );
}

function GroupTable({ groups, page, caption }: GroupsProps & { readonly caption: string }) {
  const columns: readonly Column<GroupBar>[] = [
    { key: 'name', title: 'Group', text: ({ name }) => groupTitle(name, page.grouping) },
    { key: 'failures', title: 'Failures', align: 'end', text: ({ failures }) => formatCount(failures) },
    {
      key: 'share',
      title: 'Perception',
      align: 'end',
      text: ({ perception }) => (perception === undefined ? '–' : shareWords(perception)),
    },
    {
      key: 'k',
      title: 'k of n',
      align: 'end',
      text: ({ perception }) =>
        perception === undefined ? '–' : `${formatCount(perception.k)} of ${formatCount(perception.n)}`,
    },
    {
      key: 'accuracy',
      title: 'Accuracy',
      align: 'end',
      text: ({ accuracy }) => `${shareWords(accuracy)}, n ${formatCount(accuracy.n)}`,
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={groups}
      rowKey={({ name }) => name}
      maxHeight={200}
    />
  );
}

function svgOf(title: string, groups: readonly GroupBar[], page: AuditPageState): string {
  const rate = groups.find(({ perception }) => perception !== undefined)?.perception;
  return figureSvg({
    title,
    note: [
      METHOD_TITLES[page.method],
      ...(rate === undefined ? [] : [methodWords({ ...rate, excluded: [] })]),
    ].join(', '),
    rows: groups.slice(0, 200).map(({ name, perception }) => ({
      name: groupTitle(name, page.grouping),
      ...(perception === undefined ? {} : { rate: perception }),
    })),
  });
}
