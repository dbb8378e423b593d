import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../../protocol';
import { preflightProblem } from '../../codes';
import { looked, type Looked } from '../result';
import { runsElsewhere, valuesOf, type Surroundings } from './input';

const TITLE = 'Trackers';

interface Tracker {
  readonly key: string;
  readonly mode: string;
  /** Modes in which nobody must be logged in. */
  readonly offline: readonly string[];
  readonly loggedIn: (home: string, env: NodeJS.ProcessEnv) => boolean;
}

/** Trackers that refuse to start where nobody is logged in and no terminal can be asked. */
const TRACKERS: Readonly<Record<string, Tracker>> = {
  wandb: {
    key: 'WANDB_API_KEY',
    mode: 'WANDB_MODE',
    offline: ['offline', 'disabled', 'dryrun'],
    loggedIn: (home, env) =>
      textOf(env.NETRC ?? join(home, '.netrc')).includes('wandb.ai') ||
      (env.WANDB_BASE_URL !== undefined &&
        textOf(env.NETRC ?? join(home, '.netrc')).includes(hostOf(env.WANDB_BASE_URL))),
  },
  swanlab: {
    key: 'SWANLAB_API_KEY',
    mode: 'SWANLAB_MODE',
    offline: ['local', 'offline', 'disabled'],
    loggedIn: (home) => existsSync(join(home, '.swanlab', '.netrc')),
  },
};

/** Keys of the engines that name trackers. */
const KEYS = { easyr1: 'trainer.logger', trl: 'report_to', embedded: undefined } as const;

/** Trackers that a stage logs to and that nobody is logged in to. */
export function checkTrackers(at: Surroundings, home: string = homedir()): readonly Looked[] {
  const { plan, locate, env } = at;
  const key = KEYS[plan.curriculum.engine.name];
  if (key === undefined) return [];
  const problems: Problem[] = [];
  const asked = new Set<string>();
  for (const { value, stage } of valuesOf(at, key)) {
    for (const name of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      if (typeof name !== 'string' || asked.has(name)) continue;
      asked.add(name);
      const tracker = Object.hasOwn(TRACKERS, name) ? TRACKERS[name] : undefined;
      if (tracker === undefined || isReady(tracker, home, env)) continue;
      problems.push(
        preflightProblem(
          'tracker',
          locate(['stages', stage, 'engine_options', key]),
          `Stage \`${stage}\` logs to ${name}, and nobody is logged in to it: there is no ${tracker.key}`,
          `Set ${tracker.key}, or ${tracker.mode}=${tracker.offline[0] ?? ''}, or leave ${name} out of \`${key}\`: curves are kept by Stagecraft as well.`,
          runsElsewhere(at) ? 'warning' : 'error',
        ),
      );
    }
  }
  if (asked.size === 0) return [];
  const detail = problems[0]?.message ?? `${[...asked].join(', ')}: ready`;
  return [looked('engine', TITLE, detail, problems)];
}

const isReady = ({ key, mode, offline, loggedIn }: Tracker, home: string, env: NodeJS.ProcessEnv): boolean =>
  (env[key] ?? '') !== '' || offline.includes(env[mode] ?? '') || loggedIn(home, env);

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, 1_000_000);
  } catch {
    return '';
  }
}
