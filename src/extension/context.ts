import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { AuditBrowsers } from './audit-browser';
import type { ApiKeys, AuditJobs, Auditor } from './auditor';
import type { Audits } from './audits/model';
import type { AuditsView } from './audits/view';
import type { LanguageServer } from './client/language-server';
import type { FailureThreads } from './comments';
import type { Dashboards } from './dashboard';
import type { Disposables } from './disposables';
import type { DraftPreviews } from './draft';
import type { RunFindings } from './findings';
import type { StageAudits } from './inline';
import type { RunLogs } from './log';
import type { MadeBrowsers } from './made';
import type { Monitor } from './run-monitor/held';
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
  readonly auditor: Auditor;
  readonly audits: Audits;
  readonly jobs: AuditJobs;
  readonly keys: ApiKeys;
}

/** What every command is handed: the one place that knows all parts of the extension. */
export interface Ctx extends Parts {
  readonly dashboards: Dashboards;
  readonly logs: RunLogs;
  readonly findings: RunFindings;
  readonly runsView: RunsView;
  readonly browsers: AuditBrowsers;
  readonly made: MadeBrowsers;
  readonly auditsView: AuditsView;
  readonly stageAudits: StageAudits;
  readonly threads: FailureThreads;
  readonly previews: DraftPreviews;
  readonly reports: Reports;
  readonly samples: SampleTexts;
}
