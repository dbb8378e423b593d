import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { auditRun, compareRuns as compareAudits, findPredictions, type Audit } from '../../audit';
import { compareRuns, readCompared, type ComparedRun } from '../../monitor';
import { FILES } from '../../runs';
import { compareSets } from '../../browse';
import { defineCommand, EXIT, UsageError, type ExitCode } from '../command';
import { findRunFolder } from '../find-run';
import { nameOf, oneSet } from '../find-set';
import { comparisonText } from '../print/comparison';
import { setComparisonText } from '../print/set-comparison';
import { visible } from '../print/text-width';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION, type Workspace } from '../workspace';

export const compare = defineCommand({
  name: 'compare',
  summary: 'Show how runs differ: settings, metrics, time, audit; or two audit sets.',
  args: 'RUN|SET RUN|SET...',
  minArgs: 2,
  maxArgs: 20,
  details:
    'Settings that differ, the last and the best value of every metric by stage, the time each took, and the audited\n' +
    'accuracy where all of them have been audited; of two, whether the difference may be chance. Two sets (or results)\n' +
    'are compared on their common items: what the second fixed and broke, exact McNemar, length.',
  options: {
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const workspace = findWorkspace(options.workspace);
    const named = await Promise.all(args.map((text) => nameOf(text, workspace)));
    if (named.some(({ kind }) => kind !== 'run')) {
      if (args.length !== 2) throw new UsageError('Sets are compared two at a time');
      return compareNamed(args, options.json === true, workspace, terminal);
    }
    const dirs = await Promise.all(args.map((text) => findRunFolder(text, workspace)));
    if (new Set(dirs).size < dirs.length)
      throw new UsageError('Two of the names mean the same run: there is nothing to compare');
    const runs = await Promise.all(dirs.map(readCompared));
    const audits = await auditsOf(runs);
    const comparison = compareRuns(runs);
    const seconds = runs.map(({ store }) => store.clock.seconds);
    if (options.json === true) {
      const figures = audits.map(({ summary }) => summary.arms.image ?? null);
      const told = {
        version: 1,
        ...comparison,
        seconds,
        ...(audits.length === 0 ? {} : { audits: figures }),
      };
      terminal.out(JSON.stringify(told, null, 2));
      return EXIT.ok;
    }
    const [first, second] = audits;
    const pair =
      first !== undefined && second !== undefined && audits.length === 2
        ? compareAudits(first, second)
        : undefined;
    terminal.out(visible(comparisonText(comparison, seconds, audits, pair)));
    return EXIT.ok;
  },
});

/** Two sets (a run is one too): the second against the first. */
async function compareNamed(
  [first = '', second = '']: readonly string[],
  json: boolean,
  workspace: Workspace,
  terminal: Terminal,
): Promise<ExitCode> {
  const quiet = json ? besideJson(terminal) : terminal;
  const before = await oneSet(first, workspace, quiet);
  const now = await oneSet(second, workspace, quiet);
  if (before === now) throw new UsageError('Both names mean the same set: there is nothing to compare');
  const comparison = await compareSets(now, before);
  if (json) terminal.out(JSON.stringify({ version: 1, before, now, ...comparison }, null, 2));
  else terminal.out(visible(setComparisonText(comparison)));
  return EXIT.ok;
}

/** The audits of all runs, when all of them have been audited; nothing is written. */
async function auditsOf(runs: readonly ComparedRun[]): Promise<readonly Audit[]> {
  const dirs = runs.map(({ summary }) => summary.dir);
  if (!dirs.every((dir) => existsSync(join(dir, FILES.audit, 'summary.json')))) return [];
  return Promise.all(dirs.map((dir) => auditRun({ predictions: findPredictions(dir) })));
}
