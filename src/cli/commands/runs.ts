import { listRuns, readRunManifest, type RunReading, type RunView, type StageStatus } from '../../runs';
import { defineCommand, EXIT, UsageError } from '../command';
import { shortReason } from '../print/reason';
import { columns, visibleInline } from '../print/text-width';
import type { Style } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

export const runs = defineCommand({
  name: 'runs',
  summary: 'List runs, newest first, as they truly stand.',
  args: '',
  minArgs: 0,
  maxArgs: 0,
  options: {
    limit: { type: 'string', short: 'n', value: 'N', doc: 'Show the newest N only (default 20; 0: all).' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ options, terminal }) => {
    const limit = Number(options.limit ?? 20);
    if (!Number.isInteger(limit) || limit < 0) throw new UsageError('--limit takes a whole number');
    const readings = await listRuns(findWorkspace(options.workspace).root, limit === 0 ? {} : { limit });
    const found = await Promise.all(readings.map(withDamage));
    if (options.json === true) {
      terminal.out(JSON.stringify({ version: 1, runs: found.map(toJson) }, null, 2));
      return EXIT.ok;
    }
    if (found.length === 0) terminal.out('No runs yet: `stagecraft run FILE` starts one.');
    const lines = columns(found.map(toRow));
    found.forEach((reading, i) => terminal.out(terminal.style(colour(reading), lines[i] ?? '')));
    return EXIT.ok;
  },
});

type Listed = RunReading & {
  /** What is wrong with its `run.json`, beside a readable state: it is listed, but not resumed or run again. */
  readonly damage?: string;
};

async function withDamage(reading: RunReading): Promise<Listed> {
  if (!reading.ok) return reading;
  const manifest = await readRunManifest(reading.run.dir);
  return manifest.ok ? reading : { ...reading, damage: manifest.reason };
}

const toJson = (reading: Listed) =>
  reading.ok
    ? { ...reading.run, ...(reading.damage === undefined ? {} : { damage: reading.damage }) }
    : { dir: reading.dir, id: reading.id, state: 'unreadable', reason: reading.reason };

function toRow(reading: Listed): readonly string[] {
  if (!reading.ok) return [reading.id, 'unreadable', '', reading.reason].map(visibleInline);
  const { run } = reading;
  const state = run.rehearsal === true ? `${run.state} (rehearsal)` : run.state;
  const damage = reading.damage === undefined ? '' : `it cannot be resumed: ${reading.damage}`;
  const words = [findingsText(run), shortReason(run.reason ?? run.note ?? ''), damage].filter(
    (text) => text !== '',
  );
  return [run.id, state, stagesText(run), words.join('; ')].map(visibleInline);
}

const stagesText = ({ stages }: RunView): string => stages.map(stageText).join(' > ');

function stageText({ id, state, step, totalSteps, best }: StageStatus): string {
  const score = best === undefined ? '' : ` (best ${best.score.toFixed(2)})`;
  if (state === 'done') return `${id} ✓${score}`;
  return state === 'waiting' || totalSteps === 0 ? id : `${id} ${step}/${totalSteps}${score}`;
}

/** Errors and warnings that the log doctor or the engine found. */
const findingsText = ({ findings }: RunView): string =>
  [counted(findings?.error, 'error'), counted(findings?.warning, 'warning')]
    .filter((text) => text !== '')
    .join(', ');

const counted = (count = 0, what: string): string =>
  count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'} found`;

function colour(reading: RunReading): readonly Style[] {
  if (!reading.ok) return ['red'];
  switch (reading.run.state) {
    case 'queued':
    case 'running':
      return ['cyan'];
    case 'done':
      return [];
    case 'stopped':
      return ['yellow'];
    case 'failed':
    case 'interrupted':
      return ['red'];
  }
}
