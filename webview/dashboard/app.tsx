import type { DashboardState, RunDetail } from '../../src/protocol/runs';
import { EmptyState, ErrorBanner, post, ProgressRing, Tabs, useAsk, useStore } from '../kit';
import { Compare } from './compare';
import { Curves } from './curves/grid';
import { Findings } from './findings';
import { Header } from './header/header';
import { Making } from './making';
import { PlanPicture } from './plan';
import { Samples } from './samples';
import { useModel } from './state/context';
import { showStage, showStep } from './state/go';
import '../kit/theme.css';
import 'uplot/dist/uPlot.min.css';
import './app.css';

/** The dashboard: what run it is, its plan as a picture, and the tabs. */
export function App() {
  const model = useModel();
  const main = useStore(model.state, ({ runs }) => runs[0]);
  const detail = useStore(model.details, (details) => (main === undefined ? undefined : details.get(main)));
  const failure = useStore(model.failures, (failures) =>
    main === undefined ? undefined : failures.get(main),
  );
  const banner = failure === undefined ? null : <ErrorBanner failure={failure} onRetry={model.retry} />;
  if (detail === undefined)
    return (
      <div class="page page-waiting">
        <h1 class="visually-hidden">Run dashboard</h1>
        {banner ?? (main === undefined ? null : <ProgressRing label="Loading the run" />)}
      </div>
    );
  if (detail.summary.state === 'unreadable')
    return (
      <div class="page">
        <Header detail={detail} />
        {banner}
        <EmptyState icon="warning" title="This run cannot be read">
          {detail.summary.reason ?? 'Its files are missing or damaged.'}
        </EmptyState>
      </div>
    );
  return (
    <div class="page">
      <Header detail={detail} />
      {banner}
      <Plan detail={detail} />
      <Parts detail={detail} />
    </div>
  );
}

function Plan({ detail }: { readonly detail: RunDetail }) {
  const model = useModel();
  const { summary } = detail;
  const { value = [] } = useAsk('passRates', { run: summary.dir }, detail.stages.length);
  if (summary.make !== undefined)
    return (
      <Making
        summary={summary}
        onBrowse={() => post({ type: 'act', action: 'browseMade', run: summary.dir })}
      />
    );
  return (
    <PlanPicture detail={detail} passRates={value} onStage={(stage) => showStage(model, detail, stage)} />
  );
}

type Tab = DashboardState['tab'];

function Parts({ detail }: { readonly detail: RunDetail }) {
  const model = useModel();
  const { tab, runs } = useStore(model.state, (state) => state);
  const details = useStore(model.details, (value) => value);
  const { dir, state } = detail.summary;
  const tabs: readonly { readonly id: Tab; readonly title: string; readonly count?: number }[] = [
    { id: 'curves', title: 'Curves' },
    { id: 'samples', title: 'Samples' },
    { id: 'findings', title: 'Findings', count: detail.findings.length },
    { id: 'compare', title: 'Compare' },
  ];
  const onStep = (stage: string, step: number): void => showStep(model, detail, stage, step);
  const content = (): preact.JSX.Element => {
    switch (tab) {
      case 'curves':
        return <Curves main={detail} />;
      case 'samples':
        return (
          <Samples
            key={dir}
            run={dir}
            stages={detail.stages}
            state={state}
            revision={detail.revision}
            onStep={onStep}
          />
        );
      case 'findings':
        return (
          <Findings
            detail={detail}
            onKey={({ key, stage }) => {
              if (key !== undefined)
                post({ type: 'openKey', run: dir, key, ...(stage === undefined ? {} : { stage }) });
            }}
            onStep={onStep}
          />
        );
      case 'compare':
        return (
          <Compare
            runs={runs}
            revision={runs.reduce((sum, run) => sum + (details.get(run)?.revision ?? 0), 0)}
          />
        );
    }
  };
  return (
    <Tabs
      class="tabs"
      label="Parts of the dashboard"
      active={tab}
      tabs={tabs}
      onChange={(next) => model.change({ tab: next })}
    >
      {content()}
    </Tabs>
  );
}
