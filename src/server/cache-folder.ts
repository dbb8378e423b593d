import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's folder for caches on this platform, as its conventions say; never inside a workspace. */
export function userCacheFolder(
  env: Readonly<Partial<Record<string, string>>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'stagecraft', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'stagecraft');
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg?.startsWith('/') === true ? xdg : join(home, '.cache'), 'stagecraft');
}
