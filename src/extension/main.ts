import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { window, workspace, type ExtensionContext } from 'vscode';
import { stagecraftApi, type StagecraftApi } from './api';
import { auditBrowsers } from './audit-browser';
import { answerChats, apiKeys, auditJobs, auditorProcess } from './auditor';
import { auditKey } from './audits/context-key';
import { auditsModel } from './audits/model';
import { auditsView } from './audits/view';
import { languageServer, type LanguageServer } from './client/language-server';
import { serverStatus } from './client/status';
import { registerCommands } from './commands/table';
import type { Ctx, Parts } from './context';
import { dashboards } from './dashboard';
import { failureThreads } from './comments';
import { Disposables } from './disposables';
import { draftPreviews } from './draft';
import { runEnvironment, watchEnvironment } from './environment/environment';
import { runFindings } from './findings';
import { runMarks } from './gutter';
import { auditLenses, auditNotes, rowMarks, stageAudits } from './inline';
import { runLogs } from './log';
import { runMonitor } from './run-monitor/held';
import { reportTexts } from './look-ahead/reports';
import { sampleTexts } from './preview/samples';
import { planTexts } from './preview/texts';
import { registerTasks } from './run/provider';
import { warmCurricula } from './run/warm';
import { madeBrowsers, makingLenses } from './made';
import { MARKS } from './marks';
import { contextKeys } from './run-list/context-keys';
import { runsModel } from './run-list/model';
import { notifyEndings } from './run-list/notify';
import { runStatusBar } from './run-list/status-bar';
import { runsView } from './run-list/view';

/** Milliseconds that the language server waits for the list of runs. */
const SERVER_WAITS_MS = 500;

/**
 * Puts the extension together. The language server starts once the editor is done with this, and the monitor of runs
 * when there is something to watch: past runs, a look at the Runs view, a curriculum that may be run, or a start. The
 * auditor starts when somebody looks at results.
 */
export function activate(extension: ExtensionContext): StagecraftApi {
  performance.mark(MARKS.activate);
  const disposables = new Disposables();
  extension.subscriptions.push(disposables);
  const log = disposables.add(window.createOutputChannel('Stagecraft', { log: true }));
  const server = disposables.add(languageServer(extension, log, serverStatus(disposables)));
  const bundle = (file: string): string => join(extension.extensionPath, 'dist', file);
  const monitor = disposables.add(
    runMonitor({ module: bundle('monitor.cjs'), environment: runEnvironment, log }),
  );
  const runs = runsModel(monitor, disposables);
  // Before all else: a live run is to be seen again at once after a reload, and its process begins while this one works.
  const listed = anyRuns() ? runs.start() : undefined;
  const auditor = disposables.add(
    auditorProcess({ module: bundle('auditor.cjs'), environment: runEnvironment, log }),
  );
  const parts: Parts = {
    extension,
    disposables,
    log,
    server,
    planTexts: planTexts(server, disposables),
    monitor,
    runs,
    auditor,
    audits: auditsModel(auditor, disposables),
    jobs: auditJobs(auditor, disposables),
    keys: apiKeys(extension),
  };
  const inText = stageAudits(parts);
  const ctx: Ctx = {
    ...parts,
    dashboards: dashboards(parts),
    logs: runLogs(parts),
    findings: runFindings(parts),
    runsView: runsView(parts),
    browsers: auditBrowsers(parts),
    made: madeBrowsers(parts),
    auditsView: auditsView(parts.audits, disposables),
    stageAudits: inText,
    threads: failureThreads(parts, inText),
    previews: draftPreviews(disposables),
    reports: reportTexts(disposables),
    samples: sampleTexts(disposables),
  };
  registerCommands(ctx);
  registerTasks(ctx);
  contextKeys(parts);
  auditKey(parts);
  answerChats(auditor, disposables, log);
  runStatusBar(parts);
  notifyEndings(parts);
  runMarks(parts);
  makingLenses(parts);
  auditLenses(inText, parts);
  auditNotes(inText, disposables);
  rowMarks(parts);
  warmCurricula(parts);
  watchEnvironment(disposables, () => {
    monitor.restart();
    auditor.restart();
  });
  const starting = setImmediate(() => void startAfter(listed, server));
  disposables.add({ dispose: () => clearImmediate(starting) });
  return stagecraftApi(ctx);
}

/** The list of runs first, but not for long: on few cores two processes that start together keep each other waiting. */
async function startAfter(listed: Promise<void> | undefined, server: LanguageServer): Promise<void> {
  if (listed !== undefined) await Promise.race([listed, sleep(SERVER_WAITS_MS)]);
  await server.start();
}

/** Whether a folder of the workspace has ever had runs. */
const anyRuns = (): boolean =>
  (workspace.workspaceFolders ?? []).some(
    ({ uri }) => uri.scheme === 'file' && existsSync(join(uri.fsPath, '.stagecraft', 'runs')),
  );
