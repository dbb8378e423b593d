import { execFile } from 'node:child_process';

export interface GitState {
  readonly commit: string;
  /** Tracked files differ from the commit, or untracked ones lie about. */
  readonly dirty: boolean;
}

/** The commit that a folder stands at, or nothing where there is no git or no repository. */
export async function gitState(folder: string): Promise<GitState | undefined> {
  const commit = (await git(folder, ['rev-parse', 'HEAD']))?.trim();
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const status = await git(folder, ['status', '--porcelain', '--untracked-files=normal']);
  return { commit, dirty: status !== undefined && status.trim() !== '' };
}

/** Runs git without taking its locks and without the repository's own file system monitor program. */
const git = (folder: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(
      'git',
      ['-C', folder, '-c', 'core.fsmonitor=false', ...args],
      {
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
        windowsHide: true,
        timeout: 20_000,
        maxBuffer: 2 ** 26,
      },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
