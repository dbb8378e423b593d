import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LockedPackage } from './closure';

/**
 * Puts a package into `folder`: a copy of what is installed here, or, for another platform's, what the registry has
 * under the pinned version, if it is what the lock file has a digest of. `node_modules` itself is only read.
 */
export function bringPackage(pinned: LockedPackage, folder: string, scratch: string): void {
  mkdirSync(folder, { recursive: true });
  if (installed(pinned)) {
    cpSync(pinned.path, folder, {
      recursive: true,
      dereference: true,
      // A package below this one is brought by itself, if it is wanted.
      filter: (source) =>
        source === pinned.path || !source.slice(pinned.path.length).includes('node_modules'),
    });
    return;
  }
  const archive = download(pinned, scratch);
  execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
}

function installed({ path, version }: LockedPackage): boolean {
  const manifest = join(path, 'package.json');
  return (
    existsSync(manifest) &&
    (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown }).version === version
  );
}

/** Downloads a package with npm, which keeps it in its cache, and compares it with the lock file's digest. */
function download({ name, version, integrity }: LockedPackage, scratch: string): string {
  const answer = npmPack(`${name}@${version}`, scratch);
  const [packed] = JSON.parse(answer) as readonly { readonly filename: string }[];
  if (packed === undefined) throw new Error(`npm packed nothing for ${name}@${version}.`);
  const archive = join(scratch, packed.filename.replace('@', '').replace('/', '-'));
  const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (digest !== integrity) {
    rmSync(archive);
    throw new Error(`${name}@${version} is not what package-lock.json has a digest of.`);
  }
  return archive;
}

function npmPack(wanted: string, scratch: string): string {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  try {
    return execFileSync(npm, ['pack', wanted, '--json', '--loglevel=error', '--pack-destination', scratch], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  } catch {
    throw new Error(
      `${wanted} is not installed here and could not be fetched: npm says why above. Packages for this machine ` +
        'come with "npm ci"; those for other platforms need npm\'s registry.',
    );
  }
}
