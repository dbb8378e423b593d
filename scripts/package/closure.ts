import { readFileSync } from 'node:fs';
import type { Target } from './targets';

/** A package as `package-lock.json` pins it. */
export interface LockedPackage {
  /** Where it lies, such as `node_modules/sharp`. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What only the install script of a native module needs: it downloads builds for GPUs. */
const INSTALL_ONLY: ReadonlySet<string> = new Set(['adm-zip', 'global-agent']);

type Lock = Readonly<Record<string, LockEntry>>;

const readLock = (): Lock =>
  (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { readonly packages: Lock }).packages;

/**
 * Packages that the named ones need on a target, themselves included: all dependencies, and those optional ones that
 * are made for it. Throws when the lock file does not have one of them.
 */
export function closure(roots: readonly string[], target: Target): readonly LockedPackage[] {
  const lock = readLock();
  const found = new Map<string, LockedPackage>();
  const visit = (name: string, from: string, optional: boolean): void => {
    const path = resolve(lock, name, from);
    const entry = path === undefined ? undefined : lock[path];
    if (path === undefined || entry?.version === undefined || entry.integrity === undefined) {
      if (optional) return;
      throw new Error(
        `package-lock.json has no ${name}, which ${from === '' ? 'the extension' : from} needs.`,
      );
    }
    if (found.has(path) || (optional && !madeFor(entry, target))) return;
    found.set(path, { path, name, version: entry.version, integrity: entry.integrity });
    for (const inner of neededToRun(entry.dependencies)) visit(inner, path, false);
    for (const inner of Object.keys(entry.optionalDependencies ?? {})) visit(inner, path, true);
  };
  for (const root of roots) visit(root, '', false);
  return [...found.values()];
}

/** The names of dependencies that are needed when a package runs. */
export const neededToRun = (dependencies: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.keys(dependencies).filter((name) => !INSTALL_ONLY.has(name));

/** Where Node finds a package from a folder: the nearest `node_modules` upwards. */
function resolve(lock: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (lock[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

const madeFor = ({ os, cpu, libc }: LockEntry, target: Target): boolean =>
  (os?.includes(target.os) ?? false) &&
  (cpu?.includes(target.cpu) ?? false) &&
  (libc?.includes('glibc') ?? true);
