import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { findPredictions } from '../../audit';
import type { AuditSet } from '../../protocol';
import { auditsFolder, readSet, SET_FILES } from '../../results';
import { FILES, readRunManifest, runsFolder } from '../../runs';
import { auditedCounts } from './audited';
import { VerdictCounts } from './counts';
import { fileStamp } from './stamp';

/** Runs without a set that are looked at for predictions: the newest, whose turn may come. */
const MOST_UNMADE = 50;
/** Sets of one workspace that are listed. */
const MOST_SETS = 2000;

interface Known {
  readonly stamp: string;
  readonly set: AuditSet | undefined;
}

/** The sets of some workspaces, told from their manifests: nothing is opened, and what rests costs a `stat`. */
export class SetBook {
  roots: readonly string[] = [];
  sets: readonly AuditSet[] = [];
  private readonly known = new Map<string, Known>();
  private readonly counts = new VerdictCounts();
  private turn: Promise<unknown> = Promise.resolve();

  /** Looks again; whether anything is not what it was. One look at a time. */
  look(): Promise<boolean> {
    const done = this.turn.then(async () => {
      const sets = (await Promise.all(this.roots.map((root) => this.list(root)))).flat();
      sets.sort((a, b) => b.created.localeCompare(a.created) || b.id.localeCompare(a.id));
      if (isDeepStrictEqual(sets, this.sets)) return false;
      this.sets = sets;
      return true;
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Folders in which sets come and go. */
  get folders(): readonly string[] {
    return this.roots.flatMap((root) => [join(root, '.stagecraft'), auditsFolder(root), runsFolder(root)]);
  }

  private async list(root: string): Promise<readonly AuditSet[]> {
    const [imports, runs] = await Promise.all([names(auditsFolder(root)), names(runsFolder(root))]);
    const made = [
      ...imports.map((name) => join(auditsFolder(root), name)),
      ...runs.map((name) => join(runsFolder(root), name, FILES.audit)),
    ].slice(0, MOST_SETS);
    const found = await Promise.all(made.map((dir) => this.made(dir)));
    const unmade = runs
      .filter((name) => !existsSync(join(runsFolder(root), name, FILES.audit, SET_FILES.manifest)))
      .slice(0, MOST_UNMADE)
      .map((name) => join(runsFolder(root), name));
    const waiting = await Promise.all(unmade.map((run) => this.unmade(run)));
    return [...found, ...waiting].filter((set) => set !== undefined);
  }

  private async made(dir: string): Promise<AuditSet | undefined> {
    const stamp = await fileStamp(join(dir, SET_FILES.manifest));
    if (stamp === '') return undefined;
    let known = this.known.get(dir);
    if (known?.stamp !== stamp) {
      known = { stamp, set: await readSet(dir).catch(() => undefined) };
      this.known.set(dir, known);
    }
    return known.set === undefined ? undefined : { ...known.set, methods: await this.counts.of(dir) };
  }

  /** A run that has predictions and whose set is made when somebody opens it: its counts are those of its audit. */
  private async unmade(run: string): Promise<AuditSet | undefined> {
    const predictions = predictionsOf(run);
    if (predictions === undefined) return undefined;
    const stamps = await Promise.all([predictions, join(run, FILES.audit, 'summary.json')].map(fileStamp));
    const stamp = stamps.join(' | ');
    const known = this.known.get(run);
    if (known?.stamp === stamp) return known.set;
    const [manifest, { mtime }, counts] = await Promise.all([
      readRunManifest(run),
      stat(predictions),
      auditedCounts(run),
    ]);
    const id = basename(run);
    const facts = manifest.ok ? manifest.value : undefined;
    const title =
      facts === undefined
        ? id
        : facts.variant === undefined
          ? facts.name
          : `${facts.name} (${facts.variant})`;
    const set: AuditSet = {
      dir: join(run, FILES.audit),
      id,
      title,
      kind: 'run',
      run,
      ...(facts === undefined ? {} : { file: facts.plan.curriculum.file }),
      model: title,
      created: facts?.created ?? mtime.toISOString(),
      rows: counts?.rows ?? 0,
      failures: counts?.failures ?? 0,
      unjudged: 0,
      benchmarks: [],
      methods: {},
      problems: [],
    };
    this.known.set(run, { stamp, set });
    return set;
  }
}

/** Names of folders, newest first: those of runs begin with their time. */
async function names(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
    .reverse();
}

function predictionsOf(run: string): string | undefined {
  try {
    return findPredictions(run);
  } catch {
    return undefined;
  }
}
