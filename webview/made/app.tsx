import { MADE_TABS, type MadePageState, type MadeSet } from '../../src/protocol/made';
import { Button, EmptyState, ErrorBanner, Tabs, useStore, Waiting } from '../kit';
import { Browse } from './browse';
import { Figures } from './figures/figures';
import { Header } from './header/header';
import { act } from './state/ask';
import { useModel } from './state/context';
import './app.css';

/** The browser of made data: which dataset, and the tabs. */
export function App() {
  const { known, set, retry } = useModel();
  const told = useStore(known, (value) => value);
  const shown = useStore(set, (value) => value);
  switch (told.kind) {
    case 'waiting':
      return <Waiting title="Made data" what="made data" />;
    case 'failed':
      return (
        <div class="page-alone">
          <h1 class="visually-hidden">Made data</h1>
          <ErrorBanner failure={told.failure} onRetry={retry} />
        </div>
      );
    case 'known':
      if (shown === undefined) return <NothingToMake />;
      return (
        <div class="page">
          <Header set={shown} sets={told.sets} />
          <Content set={shown} />
        </div>
      );
  }
}

const NothingToMake = () => (
  <div class="page-alone">
    <h1 class="visually-hidden">Made data</h1>
    <EmptyState icon="package" title="This curriculum makes no data">
      <p>
        Give one of its datasets a recipe: <code>make:</code> with captions and questions, or{' '}
        <code>difficulty:</code> to measure the pass rate of rows that are there.
      </p>
      <Button appearance="primary" onClick={() => act({ action: 'openCurriculum' })}>
        Open the curriculum
      </Button>
    </EmptyState>
  </div>
);

type Tab = MadePageState['tab'];
const TITLES: Readonly<Record<Tab, string>> = { browse: 'Questions', figures: 'Figures' };
const TABS = MADE_TABS.map((id) => ({ id, title: TITLES[id] }));

function Content({ set }: { readonly set: MadeSet }) {
  const { state, change } = useModel();
  const tab = useStore(state, (value) => value.tab);
  if (set.manifest === undefined) return <NotMade set={set} />;
  return (
    <Tabs
      class="tabs"
      label="Parts of the made data"
      active={tab}
      tabs={TABS}
      onChange={(next) => change({ tab: next })}
    >
      {tab === 'browse' ? <Browse /> : <Figures manifest={set.manifest} />}
    </Tabs>
  );
}

function NotMade({ set }: { readonly set: MadeSet }) {
  const { making } = useModel();
  const busy = useStore(making, (ids) => ids.includes(set.dataset));
  const make = () => act({ action: 'make', dataset: set.dataset });
  if (busy)
    return (
      <EmptyState icon="loading" title="Being made">
        <p>
          What is kept, what falls and why is shown here when it is done. The Runs view shows how far it is.
        </p>
      </EmptyState>
    );
  if (set.damaged !== undefined)
    return (
      <EmptyState icon="error" title="What was made cannot be read">
        <p>{set.damaged}. Made again, nothing is asked twice that a model has answered.</p>
        <Button appearance="primary" onClick={make}>
          Make again…
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState icon="package" title={`${set.dataset} has not been made yet`}>
      <p>Before anything is asked you are told how many requests it takes and what they cost.</p>
      <Button appearance="primary" onClick={make}>
        Make…
      </Button>
    </EmptyState>
  );
}
