import { EDITOR_COMMANDS } from '../../protocol';

/** Every command of the extension: those that the server's lenses name, and the extension's own. */
export const COMMAND_IDS = {
  ...EDITOR_COMMANDS,
  newCurriculum: 'stagecraft.newCurriculum',
  restartServer: 'stagecraft.restartServer',
  showOutput: 'stagecraft.showOutput',
} as const;

export type CommandName = keyof typeof COMMAND_IDS;
