import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Requirement } from './requirements';

/**
 * The command that installs what is missing, for a shell: by `uv` where it is on the path, which also serves
 * environments that were made without pip; else by the interpreter's own pip.
 */
export function installCommand(
  python: string,
  lacking: readonly Requirement[],
  env: NodeJS.ProcessEnv = process.env,
): string {
  const way = hasUv(env)
    ? ['uv', 'pip', 'install', '--python', quoted(python)]
    : [quoted(python), '-m', 'pip', 'install'];
  const wanted = lacking.map(({ name, install, least, below }) =>
    quoted(
      [
        install ?? name,
        [
          ...(least === undefined ? [] : [`>=${least.join('.')}`]),
          ...(below === undefined ? [] : [`<${below.join('.')}`]),
        ].join(','),
      ].join(''),
    ),
  );
  return [...way, ...wanted].join(' ');
}

/** What a plain `torch` installs differs by system; said where torch is among what is missing. */
export const torchNote = (lacking: readonly Requirement[]): string =>
  lacking.some(({ name }) => name === 'torch')
    ? '. On Linux this brings PyTorch for CUDA, several GB; for a processor alone, or another version of CUDA, install torch first from the index that https://pytorch.org/get-started/locally names'
    : '';

/** The command that makes an environment where there is none. */
export const makeCommand = (file: string, env: NodeJS.ProcessEnv = process.env): string => {
  const folder = quoted(join(dirname(file), '.venv'));
  return hasUv(env) ? `uv venv --python 3.11 ${folder}` : `python3 -m venv ${folder}`;
};

function hasUv(env: NodeJS.ProcessEnv): boolean {
  const name = process.platform === 'win32' ? 'uv.exe' : 'uv';
  const folders = (env.PATH ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)));
}

/** In double quotes, which the shells of Windows take, too; a path in a workspace may hold a substitution. */
const quoted = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/u.test(word)) return word;
  return `"${process.platform === 'win32' ? word : word.replaceAll(/["$`\\]/g, String.raw`\$&`)}"`;
};
