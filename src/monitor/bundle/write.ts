import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { zip, type Zippable } from 'fflate';

import { errorText, Refusal } from '../../protocol';
import { FILES, readRun } from '../../runs';
import { RunStore } from '../store/run-store';
import { maskJson, maskText } from './mask';
import { readEnd } from './read';
import { readmeText, type LeftOut } from './readme';
import { reduceEvent, reduceLog, reduceManifest } from './reduce';

const MB = 2 ** 20;
const MOST = { json: 64 * MB, events: 16 * MB, log: 2 * MB } as const;
/** Stages whose files are taken; a run has a few. */
const MOST_STAGES = 50;
/** Other names are none of ours; a backslash would lead out of the folder that Windows unpacks into. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;

interface Collected {
  readonly files: Map<string, string>;
  readonly left: LeftOut[];
}

/**
 * Writes a zip of a run for a bug report: its books, its logs' ends and what it was started with, without rows of
 * data, texts of samples, or what looks like a secret. Returns the names of the files in it.
 */
export async function writeBundle(run: string, output: string): Promise<readonly string[]> {
  const into: Collected = { files: new Map(), left: [] };
  await addJson(into, run, FILES.manifest, reduceManifest);
  await addJson(into, run, FILES.state);
  await addLines(into, run, FILES.events, reduceEvent);
  await addLog(into, run, FILES.supervisorLog);
  await addStages(into, run);
  await addJson(into, run, `${FILES.audit}/summary.json`);
  into.files.set('now.json', toJson(await nowOf(run)));
  if (into.files.size === 1) throw new Refusal(`${run} has no files of a run`);
  const files = [...into.files.keys()];
  const readme = readmeText(basename(run), files, into.left);
  await replaceFile(output, await zipped({ 'README.txt': readme, ...Object.fromEntries(into.files) }));
  return ['README.txt', ...files];
}

/** How the run stands, what was found in it, and what it is looked at with. */
async function nowOf(run: string): Promise<unknown> {
  const store = new RunStore(run);
  await store.file.refresh();
  return {
    time: new Date().toISOString(),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    reading: await readRun(run),
    findings: store.findings,
    points: store.points,
    samples: store.samples.length,
  };
}

async function addStages(into: Collected, run: string): Promise<void> {
  const entries = await readdir(join(run, FILES.stages), { withFileTypes: true }).catch(() => []);
  const stages = entries.flatMap((entry) => (entry.isDirectory() && NAME.test(entry.name) ? entry.name : []));
  for (const stage of stages.slice(0, MOST_STAGES)) {
    const name = `${FILES.stages}/${stage}`;
    await addLog(into, run, `${name}/${FILES.log}`);
    await addLines(into, run, `${name}/${FILES.launches}`);
  }
  await addLog(into, run, `${FILES.stages}/${FILES.audit}/${FILES.log}`);
}

async function addJson(
  into: Collected,
  run: string,
  name: string,
  reduce: (value: unknown) => unknown = (value) => value,
): Promise<void> {
  const read = await readEnd(run, name, MOST.json);
  if (read === undefined) return;
  try {
    into.files.set(name, toJson(reduce(JSON.parse(read.text))));
  } catch {
    into.files.set(name, `(not JSON: ${read.text.length} characters are left out)\n`);
  }
}

async function addLines(
  into: Collected,
  run: string,
  name: string,
  reduce: (value: unknown) => unknown = (value) => value,
): Promise<void> {
  const read = await readEnd(run, name, MOST.events);
  if (read === undefined) return;
  let torn = 0;
  const lines = read.text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    try {
      return [JSON.stringify(maskJson(reduce(JSON.parse(line))))];
    } catch {
      torn += 1;
      return [];
    }
  });
  into.files.set(name, lines.map((line) => `${line}\n`).join(''));
  if (read.cut > 0 || torn > 0) into.left.push({ name, bytes: read.cut, torn });
}

async function addLog(into: Collected, run: string, name: string): Promise<void> {
  const read = await readEnd(run, name, MOST.log);
  if (read === undefined || into.files.has(name)) return;
  into.files.set(name, maskText(reduceLog(read.text)));
  if (read.cut > 0) into.left.push({ name, bytes: read.cut, torn: 0 });
}

const toJson = (value: unknown): string => `${JSON.stringify(maskJson(value), null, 1)}\n`;

const zipped = (texts: Readonly<Record<string, string>>): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const files: Zippable = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, Buffer.from(text, 'utf8')]),
    );
    zip(files, { level: 6 }, (error, data) => (error === null ? resolve(data) : reject(error)));
  });

/** Whole or not at all. */
async function replaceFile(path: string, data: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(draft, data);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new Refusal(`The bundle cannot be written: ${errorText(error)}`, 'Choose another place.');
  }
}
