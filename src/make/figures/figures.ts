import { cohenKappa } from '../../audit';
import { asText, pathLiteral, type Row } from '../../data';
import type { Difficulty } from '../../language';
import {
  MAKE_ARMS,
  OUTCOMES,
  type FunnelStep,
  type MadeFigures,
  type MadeShare,
  type MakeArm,
} from '../../protocol';
import { wilson } from '../../results';
import type { WorkDatabase } from '../decide';
import { chiSquareP } from './chi-square';

const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];
const LETTERS = { r: 'right', w: 'wrong', u: 'unparsable', m: 'missing' } as const;
/** Kinds that are told apart: a column of a source may have one for every row. */
const MOST_KINDS = 100;
const LONGEST_KIND = 100;
/** Fewer rows say nothing of positions. */
const LEAST_ROWS = 20;

export interface FigureParts {
  /** Names of the models, in the order of `outcomes`. */
  readonly models: readonly string[];
  readonly funnel: readonly FunnelStep[];
  readonly difficulty: Difficulty | undefined;
}

/** The figures of a made dataset, from its `rows.parquet`. */
export async function figuresOf(
  work: WorkDatabase,
  rows: string,
  { models, funnel, difficulty }: FigureParts,
): Promise<MadeFigures> {
  const all = `read_parquet(${pathLiteral(rows)})`;
  const kept = `(SELECT * FROM ${all} WHERE kept)`;
  const patterns = await work.all(
    `SELECT outcomes, count(*), count(*) FILTER (kept) FROM ${all} WHERE outcomes IS NOT NULL GROUP BY outcomes`,
  );
  const positions = await positionsOf(work, kept);
  const longest = await longestOf(work, kept);
  const blind = blindOf(patterns, models.length);
  const rated = difficulty === undefined ? undefined : await difficultyOf(work, kept, difficulty);
  return {
    ...positions,
    ...(blind === undefined ? {} : { blind }),
    duplicates: duplicatesOf(funnel),
    ...(longest === undefined ? {} : { longest }),
    kinds: counts(await work.all(kindsSql(kept))),
    splits: await splitsOf(work, kept),
    outcomes: outcomesOf(patterns, models),
    agreement: agreementsOf(patterns, models),
    ...(rated === undefined ? {} : { difficulty: rated }),
  };
}

const kindsSql = (kept: string): string => `
  SELECT CASE WHEN place <= ${MOST_KINDS} THEN kind ELSE 'other kinds' END, sum(rows)::BIGINT FROM (
    SELECT left(kind, ${LONGEST_KIND}) AS kind, count(*) AS rows, row_number() OVER (ORDER BY count(*) DESC, left(kind, ${LONGEST_KIND})) AS place
      FROM ${kept} WHERE kind <> '' GROUP BY 1) GROUP BY 1 ORDER BY min(place)`;

const share = (count: number, of: number): MadeShare => ({ count, of, ...wilson(count, of) });

const counts = (rows: readonly Row[]): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.filter(([name]) => name !== '').map(([name, n]) => [asText(name), Number(n)]));

function duplicatesOf(funnel: readonly FunnelStep[]): MadeShare {
  const step = funnel.find((one) => one.step === 'duplicates');
  return step === undefined ? share(0, 0) : share(step.in - step.out, step.in);
}

/** Rows by the letter of the right option, and p that all letters that could be right are alike. */
async function positionsOf(
  work: WorkDatabase,
  kept: string,
): Promise<Pick<MadeFigures, 'positions' | 'positionsP'>> {
  const rows = await work.all(
    `SELECT answer, len(options), count(*) FROM ${kept} WHERE len(options) BETWEEN 2 AND 26 AND regexp_full_match(answer, '[A-Z]') GROUP BY ALL`,
  );
  const seen = new Map<string, number>();
  const expected = new Map<string, number>();
  const add = (map: Map<string, number>, letter: string, n: number): unknown =>
    map.set(letter, (map.get(letter) ?? 0) + n);
  let total = 0;
  for (const [answer, options, n] of rows) {
    total += Number(n);
    add(seen, asText(answer), Number(n));
    for (let at = 0; at < Number(options); at += 1)
      add(expected, String.fromCharCode(65 + at), Number(n) / Number(options));
  }
  const letters = [...expected.keys()].sort();
  const positions = Object.fromEntries(letters.map((letter) => [letter, seen.get(letter) ?? 0]));
  if (total < LEAST_ROWS) return { positions };
  let statistic = 0;
  for (const [letter, wanted] of expected) statistic += ((seen.get(letter) ?? 0) - wanted) ** 2 / wanted;
  return { positions, positionsP: chiSquareP(statistic, letters.length - 1) };
}

/** Rows whose right option is longer than each other option; by chance one in as many as there are options. */
async function longestOf(work: WorkDatabase, kept: string): Promise<MadeShare | undefined> {
  const [row] = await work.all(`
    SELECT count(*) FILTER (length(options[right_one]) > others), count(*) FROM (
      SELECT options, right_one, list_max(list_transform(list_where(options, list_transform(range(1, len(options) + 1), lambda i: i <> right_one)), lambda o: length(o))) AS others
        FROM (SELECT options, ascii(answer) - 64 AS right_one FROM ${kept} WHERE len(options) >= 2 AND regexp_full_match(answer, '[A-Z]')))`);
  const of = Number(row?.[1] ?? 0);
  return of === 0 ? undefined : share(Number(row?.[0] ?? 0), of);
}

async function splitsOf(work: WorkDatabase, kept: string): Promise<MadeFigures['splits']> {
  const rows = await work.all(`
    SELECT split, count(*), (SELECT count(DISTINCT path) FROM (SELECT unnest(images) AS path, split AS other FROM ${kept}) WHERE other = split)
      FROM ${kept} AS k GROUP BY split`);
  return Object.fromEntries(
    rows.map(([split, n, images]) => [asText(split), { rows: Number(n), images: Number(images) }]),
  );
}

async function difficultyOf(
  work: WorkDatabase,
  kept: string,
  { adaptive, rollouts }: Difficulty,
): Promise<MadeFigures['difficulty']> {
  const rated = `(SELECT rate, len(correctness) AS drawn FROM ${kept} WHERE rate IS NOT NULL)`;
  const found = await work.all(
    `SELECT least(9, floor(rate * 10 + 1e-9))::INTEGER, count(*), sum(rate), sum(drawn), sum(greatest(0, ${rollouts} - drawn)) FROM ${rated} GROUP BY 1`,
  );
  if (found.length === 0) return undefined;
  const bins = Array.from({ length: 10 }, () => 0);
  for (const [bin, n] of found) bins[Number(bin)] = Number(n);
  const sum = (at: number): number => found.reduce((total, row) => total + Number(row[at]), 0);
  return { bins, mean: sum(2) / sum(1), rollouts: sum(3), ...(adaptive ? { saved: sum(4) } : {}) };
}

const letterAt = (pattern: string, model: number, arm: MakeArm): string =>
  pattern[model * ARMS.length + ARMS.indexOf(arm)] ?? '-';

/** Of kept rows that some model answered blind. */
function blindOf(patterns: readonly Row[], models: number): MadeShare | undefined {
  let [solved, asked] = [0, 0];
  for (const [pattern, , kept] of patterns) {
    const said = Array.from({ length: models }, (_, m) => letterAt(asText(pattern), m, 'neither'));
    if (said.some((letter) => 'rwu'.includes(letter))) asked += Number(kept);
    if (said.includes('r')) solved += Number(kept);
  }
  return asked === 0 ? undefined : share(solved, asked);
}

function outcomesOf(patterns: readonly Row[], models: readonly string[]): MadeFigures['outcomes'] {
  return models.flatMap((model, m) =>
    ARMS.flatMap((arm) => {
      const found = { right: 0, wrong: 0, unparsable: 0, missing: 0 };
      for (const [pattern, n] of patterns) {
        const letter = letterAt(asText(pattern), m, arm);
        if (isLetter(letter)) found[LETTERS[letter]] += Number(n);
      }
      return OUTCOMES.some((outcome) => found[outcome] > 0) ? [{ model, arm, counts: found }] : [];
    }),
  );
}

const isLetter = (letter: string): letter is keyof typeof LETTERS => Object.hasOwn(LETTERS, letter);

function agreementsOf(patterns: readonly Row[], models: readonly string[]): MadeFigures['agreement'] {
  return models.flatMap((first, a) =>
    models.slice(a + 1).flatMap((second, offset) => {
      const table = Array.from('rwu', () => [0, 0, 0]);
      for (const [pattern, n] of patterns) {
        const [x, y] = [a, a + 1 + offset].map((m) => 'rwu'.indexOf(letterAt(asText(pattern), m, 'image')));
        const row = table[x ?? -1];
        if (row !== undefined && y !== undefined && y >= 0) row[y] = (row[y] ?? 0) + Number(n);
      }
      const of = table.flat().reduce((sum, n) => sum + n, 0);
      if (of === 0) return [];
      const same = table.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
      const kappa = cohenKappa(table);
      return [
        {
          models: [first, second] as const,
          same: share(same, of),
          ...(Number.isFinite(kappa) ? { kappa } : {}),
        },
      ];
    }),
  );
}
