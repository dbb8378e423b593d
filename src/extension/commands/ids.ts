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
  evaluateCheckpoint: 'stagecraft.evaluateCheckpoint',
} as const;

/**
 * Commands about audits. Those about one take its folder, `{ set: folder }` or an entry of the Audits view, and a run's
 * entry where a run's own audit is meant.
 */
export const AUDIT_COMMANDS = {
  importResults: 'stagecraft.importResults',
  browseFailures: 'stagecraft.browseFailures',
  compareAudits: 'stagecraft.compareAudits',
  attributeFailures: 'stagecraft.attributeFailures',
  /** Writes a stage that trains what fails: `{ set, filter?, uri?, stage?, name? }`. */
  draftStage: 'stagecraft.draftStage',
  exportAudit: 'stagecraft.exportAudit',
  showAuditFolder: 'stagecraft.showAuditFolder',
  deleteAudit: 'stagecraft.deleteAudit',
} as const;

/** Every command of the extension: those that the server's lenses name, and the extension's own. */
export const COMMAND_IDS = {
  ...EDITOR_COMMANDS,
  ...RUN_COMMANDS,
  ...AUDIT_COMMANDS,
  /** Puts a key of a model's endpoint among the editor's secrets. */
  setApiKey: 'stagecraft.setApiKey',
  forgetApiKey: 'stagecraft.forgetApiKey',
  restartAuditor: 'stagecraft.restartAuditor',
  /** Reads the failures of a stage below its line: `{ uri, stage }`. */
  browseFailuresHere: 'stagecraft.browseFailuresHere',
  nextFailure: 'stagecraft.nextFailure',
  previousFailure: 'stagecraft.previousFailure',
  closeFailures: 'stagecraft.closeFailures',
  /** `{ thread, index, label }`, as the links of a thread say it. */
  labelFailure: 'stagecraft.labelFailure',
  applyDraft: 'stagecraft.applyDraft',
  discardDraft: 'stagecraft.discardDraft',
  /** With the devices that the user picks. */
  runOn: 'stagecraft.runOn',
  copyCommand: 'stagecraft.copyCommand',
  nextSampleRow: 'stagecraft.nextSampleRow',
  /** Goes to the responsible key of a finding: `{ run, stage?, key }`. */
  openFindingKey: 'stagecraft.openFindingKey',
  showRuns: 'stagecraft.showRuns',
  moreRuns: 'stagecraft.moreRuns',
  newCurriculum: 'stagecraft.newCurriculum',
  /** Makes a curriculum of an EasyR1 launch script. */
  importScript: 'stagecraft.importScript',
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
  browseMade: EDITOR_COMMANDS.browseMade,
};
