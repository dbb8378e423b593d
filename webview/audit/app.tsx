import type { AuditPageState, AuditSet } from '../../src/protocol/audit';
import { Button, EmptyState, ErrorBanner, Tabs, useStore, Waiting } from '../kit';
import { Browse } from './browse/browse';
import { Compare } from './compare/compare';
import { Figures } from './figures/figures';
import { Header } from './header/header';
import { act } from './state/ask';
import { useModel } from './state/context';
import './app.css';

/** The audit browser: what set it is, and the tabs. */
export function App() {
  const model = useModel();
  const opened = useStore(model.opened, (value) => value);
  switch (opened.kind) {
    case 'waiting':
      return <Waiting title="Audit browser" what="audit" />;
    case 'none':
      return (
        <div class="page-alone">
          <h1 class="visually-hidden">Audit browser</h1>
          <EmptyState icon="beaker" title="No results are open">
            <p>
              The results of this link are not in this workspace. Import results of an evaluation, or choose
              an audit in the Audits view.
            </p>
            <Button appearance="primary" onClick={() => act({ action: 'import' })}>
              Import results…
            </Button>
          </EmptyState>
        </div>
      );
    case 'failed':
      return (
        <div class="page-alone">
          <h1 class="visually-hidden">Audit browser</h1>
          <ErrorBanner failure={opened.failure} onRetry={model.retry} />
        </div>
      );
    case 'open':
      return (
        <div class="page">
          <Header set={opened.set} />
          <Parts set={opened.set} />
        </div>
      );
  }
}

type Tab = AuditPageState['tab'];

const TABS: readonly { readonly id: Tab; readonly title: string }[] = [
  { id: 'browse', title: 'Browse' },
  { id: 'figures', title: 'Figures' },
  { id: 'compare', title: 'Compare' },
];

function Parts({ set }: { readonly set: AuditSet }) {
  const model = useModel();
  const tab = useStore(model.state, (state) => state.tab);
  const content = (): preact.JSX.Element => {
    switch (tab) {
      case 'browse':
        return <Browse set={set} />;
      case 'figures':
        return <Figures set={set} />;
      case 'compare':
        return <Compare set={set} />;
    }
  };
  return (
    <Tabs
      class="tabs"
      label="Parts of the audit browser"
      active={tab}
      tabs={TABS}
      onChange={(next) => model.change({ tab: next })}
    >
      {content()}
    </Tabs>
  );
}
