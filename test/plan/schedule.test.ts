import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAPABILITIES } from '../../src/language';
import { materialiseOrder, type Plan } from '../../src/plan';
import { openWorkshop, type Workshop } from './workshop';

const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 15);

interface Row {
  readonly id: string;
  readonly problem: string;
  readonly answer: string;
  readonly pass_rate: number | null;
}

interface Case {
  /** In file order; capability by index of `NAMES`. */
  readonly datasets: readonly { readonly capability: number; readonly rates: readonly (number | null)[] }[];
  /** A `where` for each stage; one stage a dataset. */
  readonly wheres: readonly (number | undefined)[];
  readonly capability: 'staged' | 'ordered' | 'merged';
  readonly difficulty: 'none' | 'easy-to-hard' | 'hard-to-easy';
  readonly batch: number;
  readonly epochs: number;
}

/** The paper's order, then others by first appearance: written out, not taken from the code under test. */
const NAMES = ['perception', 'textual-reasoning', 'visual-reasoning', 'audio'] as const;

const rate = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }).map((n) => n / 4) },
  fc.constant(null),
);
const cases: fc.Arbitrary<Case> = fc.record({
  datasets: fc.array(
    fc.record({ capability: fc.nat(3), rates: fc.array(rate, { minLength: 4, maxLength: 12 }) }),
    { minLength: 1, maxLength: 4 },
  ),
  wheres: fc.array(
    fc.option(
      fc.integer({ min: 1, max: 4 }).map((n) => n / 4),
      { nil: undefined },
    ),
    {
      minLength: 4,
      maxLength: 4,
    },
  ),
  capability: fc.constantFrom('staged', 'ordered', 'merged'),
  difficulty: fc.constantFrom('none', 'easy-to-hard', 'hard-to-easy'),
  batch: fc.integer({ min: 1, max: 4 }),
  epochs: fc.integer({ min: 1, max: 3 }),
});

let shop: Workshop;
let round = 0;
beforeAll(async () => (shop = await openWorkshop()));
afterAll(() => shop.close());

function write(one: Case): { readonly yaml: string; readonly rows: ReadonlyMap<string, readonly Row[]> } {
  round += 1;
  const rows = new Map<string, readonly Row[]>();
  const datasets = one.datasets.map(({ capability, rates }, index) => {
    const file = `round-${round}/d${index}.jsonl`;
    const own = rates.map((pass_rate, row) => ({
      id: `d${index}-${row}`,
      problem: `${row}`,
      answer: '1',
      pass_rate,
    }));
    rows.set(`d${index}`, own);
    shop.rows(file, own);
    return `  d${index}: { capability: ${NAMES[capability] ?? ''}, train: ${file}, columns: { difficulty: pass_rate } }`;
  });
  const stages = one.datasets.map((_, index) => {
    const where = one.wheres[index];
    return `  - { id: s${index}, data: d${index}${where === undefined ? '' : `, where: "pass_rate <= ${where}"`} }`;
  });
  const yaml = [
    'curriculum: 1',
    'engine: embedded',
    'datasets:',
    ...datasets,
    `schedule: { capability: ${one.capability}, difficulty: ${one.difficulty} }`,
    `defaults: { batch: ${one.batch}, rollouts: 8, epochs: ${one.epochs} }`,
    'stages:',
    ...stages,
    '',
  ].join('\n');
  return { yaml, rows };
}

/** Ids of the training file as the data layer writes it for the stage. */
async function trainingIds(stage: Plan['stages'][number]): Promise<readonly string[]> {
  const output = join(shop.folder, `round-${round}`, `${stage.id}.train.jsonl`);
  await shop.data.materialise(
    stage.sources.map((source) => ({
      source,
      ...(source.where === undefined ? {} : { where: source.where }),
    })),
    materialiseOrder(stage),
    output,
  );
  return readFileSync(output, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id);
}

describe('what the schedule means, on real files', () => {
  it('is a permutation of the kept rows: capability first, then difficulty, stable', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const { yaml, rows } = write(one);
        const plan = await shop.planned(yaml);
        expect(plan.stages).toHaveLength(one.capability === 'staged' ? one.datasets.length : 1);
        const ranks = capabilityRanks(one);
        for (const stage of plan.stages) {
          const numbers = stage.sources.map(({ dataset }) => Number(dataset.slice(1)));
          const kept = numbers.flatMap((index) => keptRows(one, index, rows));
          const ids = await trainingIds(stage);
          expect([...ids].sort()).toEqual(kept.map(({ id }) => id).sort());
          expect(stage.sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0)).toBe(kept.length);
          for (const source of stage.sources) expect(source.rowsAfter).toBeLessThanOrEqual(source.rowsBefore);

          const shuffled = one.difficulty === 'none' && one.capability !== 'ordered';
          expect(stage.order.shuffle).toBe(shuffled);
          if (!shuffled) expect(ids).toEqual(expected(one, kept, ranks));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('gives merged the total of steps of the staged plan, unless pooled says otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const staged = await shop.planned(write({ ...one, capability: 'staged' }).yaml);
        const merged = await shop.planned(write({ ...one, capability: 'merged' }).yaml);
        const total = staged.stages.reduce((sum, { steps }) => sum + steps.total, 0);
        if (total > 0) expect(merged.stages[0]?.steps.total).toBe(total);
        const pooled = await shop.planned(
          `${write({ ...one, capability: 'merged' }).yaml}pooled: { epochs: 2 }\n`,
        );
        const stage = pooled.stages[0]!;
        expect(stage.steps.total).toBe(2 * stage.steps.perEpoch);
      }),
      { numRuns: RUNS },
    );
  });
});

function capabilityRanks(one: Case): ReadonlyMap<number, number> {
  const names = [...new Set([...CAPABILITIES.keys(), ...one.datasets.map(({ capability }) => capability)])];
  return new Map(names.map((capability, rank) => [capability, rank]));
}

function keptRows(one: Case, index: number, rows: ReadonlyMap<string, readonly Row[]>): readonly Row[] {
  const where = one.wheres[index];
  const all = rows.get(`d${index}`) ?? [];
  return where === undefined ? all : all.filter(({ pass_rate }) => pass_rate !== null && pass_rate <= where);
}

/** The order in plain words of the design, sorted in memory. */
function expected(one: Case, kept: readonly Row[], ranks: ReadonlyMap<number, number>): readonly string[] {
  const place = (row: Row): number =>
    ranks.get(one.datasets[Number(row.id.slice(1, 2))]?.capability ?? 0) ?? 0;
  const value = ({ pass_rate }: Row): number => {
    if (one.difficulty === 'none') return 0;
    if (pass_rate === null) return Infinity;
    return one.difficulty === 'easy-to-hard' ? -pass_rate : pass_rate;
  };
  const file = (row: Row): number => Number(row.id.slice(1, 2));
  const number = (row: Row): number => Number(row.id.slice(3));
  const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return [...kept]
    .sort(
      (a, b) =>
        (one.capability === 'ordered' ? compare(place(a), place(b)) : 0) ||
        compare(value(a), value(b)) ||
        compare(place(a), place(b)) ||
        compare(file(a), file(b)) ||
        compare(number(a), number(b)),
    )
    .map(({ id }) => id);
}
