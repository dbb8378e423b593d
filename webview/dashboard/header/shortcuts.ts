import type { DashboardAction, RunSummary } from '../../../src/protocol/runs';
import type { IconName } from '../../kit';

/** An action of a run that stands in the header as an icon. */
export interface Shortcut {
  readonly action: DashboardAction;
  readonly icon: IconName;
  readonly label: string;
}

const SHORTCUTS: readonly Shortcut[] = [
  { action: 'openLog', icon: 'output', label: 'Open the log' },
  { action: 'openFolder', icon: 'folder-opened', label: 'Open the run folder' },
  { action: 'openCurriculum', icon: 'file-code', label: 'Open the curriculum' },
  { action: 'compare', icon: 'git-compare', label: 'Compare with another run' },
];

const RERUN: Shortcut = { action: 'rerun', icon: 'debug-rerun', label: 'Run exactly this again' };
const BUNDLE: Shortcut = { action: 'bundle', icon: 'package', label: 'Make a debug bundle' };

/** What is offered of a run. Data is made again from its curriculum, not from the run that made it. */
export const shortcutsOf = ({ state, make }: Pick<RunSummary, 'state' | 'make'>): readonly Shortcut[] => [
  ...SHORTCUTS,
  ...(make === undefined ? [RERUN] : []),
  ...(state === 'failed' ? [BUNDLE] : []),
];
