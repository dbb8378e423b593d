import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where the tests keep VS Code between runs and between clones: some 600 MB that no run changes. Delete it at will.
 */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stagecraft-vscode');
}
