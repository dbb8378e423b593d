import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { LanguageServer } from './client/language-server';
import type { Dashboards } from './dashboard';
import type { Disposables } from './disposables';
import type { RunFindings } from './findings';
import type { RunLogs } from './log';
import type { Monitor } from './run-monitor/hold';
import type { Reports } from './look-ahead/reports';
import type { SampleTexts } from './preview/samples';
import type { PlanTexts } from './preview/texts';
import type { Runs } from './run-list/model';
import type { RunsView } from './run-list/view';

/** What views are made of. */
export interface Parts {
  readonly extension: ExtensionContext;
  readonly disposables: Disposables;
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly planTexts: PlanTexts;
  readonly monitor: Monitor;
  readonly runs: Runs;
}

/** What every command is handed: the one place that knows all parts of the extension. */
export interface Ctx extends Parts {
  readonly dashboards: Dashboards;
  readonly logs: RunLogs;
  readonly findings: RunFindings;
  readonly runsView: RunsView;
  readonly reports: Reports;
  readonly samples: SampleTexts;
}
