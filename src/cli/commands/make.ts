import { resolve } from 'node:path';
import { LaunchError, launchMake, planMake, type PlannedMake } from '../../preflight';
import { isError, type MakeRequest } from '../../protocol';
import { followStarted } from '../conclude';
import { confirmed } from '../confirm';
import { defineCommand, EXIT, UserError, type ExitCode } from '../command';
import { printMakePlan } from '../print/made';
import { problemJson } from '../print/problems-json';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION, type Workspace } from '../workspace';
import { tellProblems } from './plan';

export const make = defineCommand({
  name: 'make',
  summary: 'Make the datasets of a curriculum that have a recipe: write, check, answer, keep, rate.',
  args: 'FILE',
  minArgs: 1,
  maxArgs: 1,
  details:
    'Says first what it would cost. A detached supervisor makes them, as a run: closing this window does not end it,\n' +
    'Ctrl-C stops it, `stagecraft resume` goes on, and what a model has answered is never paid for twice.\n' +
    'A dataset that a chosen one is made from, and that is not made yet, is made first.\n' +
    'Exit code 1: it could not be made, or was stopped; 3: a dataset was made and no row of it was kept.',
  options: {
    dataset: { type: 'string', value: 'ID[,...]', doc: 'Make these alone (default: all with a recipe).' },
    variant: { type: 'string', value: 'NAME', doc: 'Make those of a variant.' },
    'dry-run': { type: 'boolean', doc: 'Say what it would cost; ask nobody, write nothing.' },
    detach: { type: 'boolean', short: 'd', doc: 'Start, print the id of the run and return.' },
    yes: { type: 'boolean', short: 'y', doc: 'Do not ask before starting.' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: ({ args, options, terminal }) =>
    makeDatasets(
      {
        file: resolve(args[0] ?? ''),
        variant: options.variant,
        datasets: options.dataset === undefined ? undefined : idsIn(options.dataset),
        dryRun: options['dry-run'] === true,
        detach: options.detach === true,
        ask: options.yes !== true,
        json: options.json === true,
      },
      findWorkspace(options.workspace),
      terminal,
    ),
});

function idsIn(text: string): readonly string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  // Else nothing would be made, and a script be told that all went well.
  if (ids.length === 0)
    throw new UserError('`--dataset` names no dataset', 'write an id, or leave it out to make all');
  return ids;
}

export interface MakeWish {
  /** Absolute. */
  readonly file: string;
  readonly variant?: string | undefined;
  /** Absent: every dataset that has a recipe. */
  readonly datasets?: readonly string[] | undefined;
  readonly dryRun: boolean;
  readonly detach: boolean;
  /** Whether a person at a terminal is asked before servers are. */
  readonly ask: boolean;
  readonly json: boolean;
}

/** Says what making would cost, makes the datasets as a run and (unless detached) watches it to its end. */
export async function makeDatasets(
  { file, variant, datasets, dryRun, detach, ask, json }: MakeWish,
  { root }: Workspace,
  terminal: Terminal,
): Promise<ExitCode> {
  // Detached, standard output is the id alone: `RUN=$(stagecraft make FILE --detach)`.
  const beside = json || detach ? besideJson(terminal) : terminal;
  const request: MakeRequest = {
    root,
    file,
    ...(variant === undefined ? {} : { variant }),
    ...(datasets === undefined ? {} : { datasets }),
  };
  const plan = await planMake(request);
  const { checked, problems } = plan;
  tellProblems(file, problems, checked.files, beside);
  printMakePlan(plan, beside);
  if (dryRun) {
    if (json) terminal.out(JSON.stringify(planJson(plan), null, 2));
    return problems.some(isError) ? EXIT.failed : EXIT.ok;
  }
  // Told before anybody is asked and paid, not when the answers are there.
  if (problems.some(isError)) throw new LaunchError(problems);
  insistOnKeys(plan);
  if (ask && asksServers(plan) && process.stdin.isTTY && beside.interactive) {
    if (!(await confirmed('Make this?', beside)))
      throw new UserError('Nothing was started', 'answer y, or give --yes');
  }
  beside.out('');
  const started = await launchMake(request);
  return followStarted(started, { detach, audit: false, json }, terminal);
}

const asksServers = ({ endpoints }: PlannedMake): boolean => endpoints.some(({ url }) => url !== undefined);

/** A key that is missing would end the run at its first request. */
function insistOnKeys({ keys }: PlannedMake): void {
  const missing = keys.filter((key) => (process.env[key] ?? '').trim() === '');
  if (missing.length === 0) return;
  const names = missing.map((key) => `\`${key}\``).join(', ');
  throw new UserError(
    `Nothing was started: ${missing.length === 1 ? 'the key' : 'the keys'} ${names} ${missing.length === 1 ? 'is' : 'are'} not set`,
    'set the environment variable; a key is never written into a file',
  );
}

function planJson({ checked: _checked, problems, ...plan }: PlannedMake): object {
  return { version: 1, ...plan, problems: problems.map(problemJson) };
}
