import { once } from 'node:events';
import { defineCommand, UsageError } from '../command';

export const languageServer = defineCommand({
  name: 'language-server',
  summary: 'Speak the Language Server Protocol, for any editor.',
  args: '',
  minArgs: 0,
  maxArgs: 0,
  details: 'Editors start it. It ends with the connection, or when the editor says so.',
  options: {
    stdio: { type: 'boolean', doc: 'Speak over standard input and output.' },
    clientProcessId: { type: 'string', value: 'PID', doc: 'End when this process does.' },
  },
  run: async ({ options }) => {
    if (options.stdio !== true)
      throw new UsageError('the server speaks over standard input and output: give --stdio');
    // Loaded for this command alone: no other pays for it.
    const { startLanguageServer } = await import('../../server');
    startLanguageServer('stdio');
    // The server ends the process itself, with the exit code that the protocol wants.
    return once(process, 'never') as Promise<never>;
  },
});
