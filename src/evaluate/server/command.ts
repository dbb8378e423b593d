import type { ModelServer } from '../../language';
import { SERVED_NAME } from '../types';

interface ServeRequest {
  readonly server: ModelServer;
  /** The program, as it was found. */
  readonly program: string;
  /** A folder, or a Hub id. */
  readonly model: string;
  readonly port: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * The command that serves a model on this machine alone, by the name `SERVED_NAME`. Options of the user follow ours,
 * so that they win where a server takes the last.
 */
export function serveArgv({ server, program, model, port, options }: ServeRequest): readonly string[] {
  const own = optionWords(options);
  switch (server) {
    case 'vllm':
      return [program, 'serve', model, '--host', '127.0.0.1', '--port', port, '--served-model-name', SERVED_NAME, ...own]; // prettier-ignore
    case 'lmdeploy':
      return [program, 'serve', 'api_server', model, '--server-name', '127.0.0.1', '--server-port', port, '--model-name', SERVED_NAME, ...own]; // prettier-ignore
  }
}

/** Options as words: `true` is a switch alone, `false` and `null` nothing, a list several words, the rest JSON. */
function optionWords(options: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]): readonly string[] => {
    const flag = `--${name.replace(/^-+/, '').replaceAll('_', '-')}`;
    if (value === false || value === null || value === undefined) return [];
    if (value === true) return [flag];
    if (Array.isArray(value)) return [flag, ...value.map(wordOf)];
    return [flag, wordOf(value)];
  });
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
