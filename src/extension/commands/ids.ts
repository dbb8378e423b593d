import { EDITOR_COMMANDS, type DashboardAction } from '../../protocol';

/** Commands about runs that exist. Each takes a run folder, `{ run: folder }` or an entry of the Runs view. */
export const RUN_COMMANDS = {
  openDashboard: 'stagecraft.openDashboard',
  stopRun: 'stagecraft.stopRun',
  resumeRun: 'stagecraft.resumeRun',
  rerunRun: 'stagecraft.rerunRun',
  openRunLog: 'stagecraft.openRunLog',
  openRunFolder: 'stagecraft.openRunFolder',
  openReport: 'stagecraft.openReport',
  openRunCurriculum: 'stagecraft.openRunCurriculum',
  compareRuns: 'stagecraft.compareRuns',
  compareCurriculum: 'stagecraft.compareCurriculum',
  debugBundle: 'stagecraft.debugBundle',
  deleteRun: 'stagecraft.deleteRun',
  copyRunId: 'stagecraft.copyRunId',
} as const;

/** Every command of the extension: those that the server's lenses name, and the extension's own. */
export const COMMAND_IDS = {
  ...EDITOR_COMMANDS,
  ...RUN_COMMANDS,
  /** With the devices that the user picks. */
  runOn: 'stagecraft.runOn',
  copyCommand: 'stagecraft.copyCommand',
  nextSampleRow: 'stagecraft.nextSampleRow',
  /** Goes to the responsible key of a finding: `{ run, stage?, key }`. */
  openFindingKey: 'stagecraft.openFindingKey',
  showRuns: 'stagecraft.showRuns',
  moreRuns: 'stagecraft.moreRuns',
  newCurriculum: 'stagecraft.newCurriculum',
  restartServer: 'stagecraft.restartServer',
  restartMonitor: 'stagecraft.restartMonitor',
  showOutput: 'stagecraft.showOutput',
} as const;

export type CommandName = keyof typeof COMMAND_IDS;

/** What a dashboard can ask for, as commands. */
export const RUN_ACTIONS: Readonly<Record<DashboardAction, string>> = {
  stop: RUN_COMMANDS.stopRun,
  resume: RUN_COMMANDS.resumeRun,
  rerun: RUN_COMMANDS.rerunRun,
  openLog: RUN_COMMANDS.openRunLog,
  openFolder: RUN_COMMANDS.openRunFolder,
  openCurriculum: RUN_COMMANDS.openRunCurriculum,
  compare: RUN_COMMANDS.compareRuns,
  bundle: RUN_COMMANDS.debugBundle,
};
