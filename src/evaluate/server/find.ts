import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import type { ModelServer } from '../../language';
import { EvaluateError } from '../error';

const INSTALL: Readonly<Record<ModelServer, string>> = {
  vllm: 'python -m pip install vllm',
  lmdeploy: 'python -m pip install lmdeploy',
};

/**
 * The server's program: beside the interpreter that is named, else on the path. Throws an `EvaluateError` that says
 * how it is installed.
 */
export function findServer(
  server: ModelServer,
  python: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const name = process.platform === 'win32' ? `${server}.exe` : server;
  const folders = [
    ...(isAbsolute(python) ? [dirname(python)] : []),
    ...(env.PATH ?? '').split(delimiter).filter(isAbsolute),
  ];
  const found = folders.map((folder) => join(folder, name)).find(isProgram);
  if (found !== undefined) return found;
  throw new EvaluateError(
    `There is no program \`${server}\` to serve the model: it is neither beside ${python} nor on the path.`,
    `Install it: ${INSTALL[server]} (it needs a GPU). Or name a server that runs already: \`models: { trained: { url: ..., model: ... } }\` and \`evaluate: { endpoint: trained }\`.`,
  );
}

function isProgram(path: string): boolean {
  try {
    return existsSync(path) && statSync(path).isFile();
  } catch {
    return false;
  }
}
