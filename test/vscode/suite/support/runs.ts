import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from './workspace';

/** The run folders that lie in the opened folder. */
export function runFolders(): readonly string[] {
  const runs = pathOf('.stagecraft', 'runs');
  return existsSync(runs) ? readdirSync(runs).map((name) => join(runs, name)) : [];
}

export interface RunState {
  readonly state: string;
  readonly stages: readonly { readonly id: string; readonly state: string; readonly step: number }[];
}

/** What the supervisor of a run has written last. */
export const stateOf = (run: string): RunState =>
  JSON.parse(readFileSync(join(run, 'state.json'), 'utf8')) as RunState;
