import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { readRegularText } from '../../../data';
import type { Problem } from '../../../protocol';
import { preflightProblem } from '../../codes';
import { size } from '../../figures';
import { looked, type Looked } from '../result';
import { runsElsewhere, type Surroundings } from './input';

const TITLE = 'Ray';
/** Ray opens a few hundred sockets and files for each GPU; its own documentation asks for more than the usual 1024. */
const OPEN_FILES = 4096;
/** Ray refuses to create objects on a disk that is fuller than this (`local_fs_capacity_threshold`). */
const FULL = 0.95;
const PATIENCE_MS = 2_000;

/** Limits of this machine, for tests. */
export interface RayFacts {
  /** Soft limit of open files; nothing where it is not known. */
  readonly openFiles?: number | undefined;
  /** Ray's folder for the last cluster and its sessions. */
  readonly folder?: string;
  /** Of that folder. */
  readonly disk?: Disk;
}

interface Disk {
  /** Share that is used, from 0 to 1. */
  readonly used: number;
  /** Bytes. */
  readonly free: number;
}

/**
 * What keeps Ray from starting on this machine: an address of a cluster that is gone or is another one, few open
 * files, a full disk. Nothing for engines without Ray, and for a cluster that is named in the curriculum.
 */
export async function checkRay(at: Surroundings, facts: RayFacts = {}): Promise<readonly Looked[]> {
  const { plan, locate, env } = at;
  if (plan.curriculum.engine.name !== 'easyr1' || runsElsewhere(at)) return [];
  const place = locate(['engine']);
  const folder = facts.folder ?? join(env.RAY_TMPDIR ?? env.TMPDIR ?? '/tmp', 'ray');
  const problems: Problem[] = [];
  const named = (env.RAY_ADDRESS ?? '').trim();
  const before = named === '' ? await lastCluster(folder) : undefined;
  if (named !== '') {
    const answers = await isListening(named);
    problems.push(
      preflightProblem(
        'rayAddress',
        place,
        answers
          ? `RAY_ADDRESS is ${named}: EasyR1 would join that cluster instead of starting its own`
          : `RAY_ADDRESS is ${named}, where no Ray cluster answers`,
        'Unset RAY_ADDRESS, or name the cluster in the curriculum: `engine: { easyr1: { cluster: ... } }`.',
        answers ? 'warning' : 'error',
      ),
    );
  } else if (before !== undefined) {
    const answers = await isListening(before);
    problems.push(
      preflightProblem(
        'rayCluster',
        place,
        answers
          ? `A Ray cluster runs on this machine already, at ${before}: EasyR1 would join it, with the GPUs that it has left`
          : `${join(folder, 'ray_current_cluster')} names a Ray cluster at ${before} that is gone: EasyR1 would try to join it`,
        'End it and its traces: `ray stop --force`.',
        answers ? 'warning' : 'error',
      ),
    );
  }
  const files = 'openFiles' in facts ? facts.openFiles : openFiles();
  if (files !== undefined && files < OPEN_FILES)
    problems.push(
      preflightProblem(
        'openFiles',
        place,
        `A process may have ${files} files open, and Ray needs at least ${OPEN_FILES} (ulimit -n)`,
        'Start from a shell with `ulimit -n 65535`, or raise the limit of the service or container.',
      ),
    );
  const disk = facts.disk ?? (await diskOf(folder));
  if (disk !== undefined && disk.used > FULL)
    problems.push(
      preflightProblem(
        'rayDisk',
        place,
        `The disk of ${folder} is ${(disk.used * 100).toFixed(1)} % full (${size(disk.free)} free), and Ray makes no objects above ${FULL * 100} %`,
        `Remove old sessions in ${folder}, or set RAY_TMPDIR to a disk with room.`,
      ),
    );
  const room = disk === undefined ? '' : `${size(disk.free)} free for ${folder}; `;
  const detail = `${room}${files === undefined ? 'open files unknown' : `${files} open files`}; ${named === '' && before === undefined ? 'it starts its own cluster' : `address ${named === '' ? (before ?? '') : named}`}`;
  return [looked('engine', TITLE, detail, problems)];
}

/** Where the last `ray start` of this machine listened; `ray.init` joins it. */
async function lastCluster(folder: string): Promise<string | undefined> {
  // The folder is everybody's on a machine that is shared: what lies there may be a pipe that nobody writes to.
  const file = await readRegularText(join(folder, 'ray_current_cluster'));
  const text = file.kind === 'text' ? file.text.trim() : '';
  return /^[\w.:[\]-]{3,200}$/.test(text) ? text : undefined;
}

/** Whether anybody listens at `host:port`, `ray://host:port` or `http://host:port`. */
function isListening(address: string): Promise<boolean> {
  const found = /^(?:\w+:\/\/)?\[?([^\]/]+?)\]?:(\d{1,5})(?:\/|$)/.exec(address);
  const port = Number(found?.[2]);
  if (found?.[1] === undefined || !(port > 0 && port < 65_536)) return Promise.resolve(false);
  const socket = connect({ host: found[1], port });
  return new Promise((resolve) => {
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PATIENCE_MS, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** The soft limit, which Linux tells of a process; other systems do not. */
function openFiles(): number | undefined {
  try {
    const found = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return found === undefined || found === 'unlimited' ? undefined : Number(found);
  } catch {
    return undefined;
  }
}

async function diskOf(folder: string): Promise<Disk | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, blocks, bsize } = await statfs(at);
      return blocks === 0 ? undefined : { used: 1 - bavail / blocks, free: bavail * bsize };
    } catch {
      if (dirname(at) === at) return undefined;
    }
  }
}
