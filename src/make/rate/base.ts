import type { Difficulty } from '../../language';
import { askBase } from '../base';
import type { MakeContext, Question } from '../types';
import { wantedRollouts } from './adaptive';
import type { Grader } from './grader';
import { putGraded, regrade, type Rollouts } from './rollouts';
import type { Sampling } from './sampling';

export interface BaseParts {
  readonly context: MakeContext;
  readonly sampling: Sampling;
  readonly difficulty: Difficulty;
  readonly grader: Grader;
  /** Rollout `i` of a row is drawn with this seed and the number of the first of its round more. */
  readonly seed: number;
  /** Told after each round of a row, so that what is killed need not do it again; `last`: the row gets no more. */
  readonly onRound: (row: Row, last: boolean) => void;
}

/** A row and what is known of its rollouts. */
export interface Row {
  readonly question: Question;
  readonly rollouts: Rollouts;
}

/**
 * Rollouts by the curriculum's own model before training: the rows of a round are answered by one process. Rounds of the
 * adaptive rule have fewer and fewer rows. Rejects as `askBase` does.
 */
export async function rollOutBase(rows: readonly Row[], parts: BaseParts): Promise<void> {
  for (const { question, rollouts } of rows) await regrade(rollouts, question.answer, parts.grader);
  let open = rows.filter(({ rollouts }) => wantOf(rollouts, parts.difficulty).k > 0);
  for (const row of rows) if (!open.includes(row)) parts.onRound(row, true);
  while (open.length > 0) {
    const more: Row[] = [];
    for (const { first, k, some } of alike(open, parts.difficulty)) {
      more.push(...(await round(some, { first, k }, parts)));
    }
    open = more;
  }
}

interface Want {
  /** Number of the first rollout that is wanted, and how many from there. */
  readonly first: number;
  readonly k: number;
}

/** What is missing is asked for again from there on: this machine's own model costs no money. */
function wantOf(rollouts: Rollouts, difficulty: Difficulty): Want {
  const first = rollouts.lacking(rollouts.drawn)[0];
  if (first !== undefined) return { first, k: rollouts.drawn - first };
  return { first: rollouts.drawn, k: wantedRollouts(rollouts, difficulty) - rollouts.drawn };
}

/** Rows that want the same. */
function alike(
  rows: readonly Row[],
  difficulty: Difficulty,
): readonly (Want & { readonly some: readonly Row[] })[] {
  const groups = new Map<string, Want & { readonly some: Row[] }>();
  for (const row of rows) {
    const want = wantOf(row.rollouts, difficulty);
    const key = `${want.first} ${want.k}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...want, some: [row] });
    else group.some.push(row);
  }
  return [...groups.values()];
}

/** Answers with the rows that want more. */
async function round(rows: readonly Row[], { first, k }: Want, parts: BaseParts): Promise<readonly Row[]> {
  const { context, sampling, difficulty, grader, onRound } = parts;
  const open = new Map(rows.map((row) => [row.question.id, row]));
  const more: Row[] = [];
  const missing = ({ id }: Question, reason: string): void => {
    const row = open.get(id);
    if (row === undefined) return;
    open.delete(id);
    row.rollouts.reserve(first + k);
    row.rollouts.because(reason);
    onRound(row, true);
  };
  await askBase(
    context,
    rows.map(({ question }) => question),
    {
      arms: ['image'],
      k,
      name: 'rate',
      temperature: sampling.temperature,
      topP: sampling.topP,
      maxTokens: sampling.maxTokens,
      seed: parts.seed + first,
      onMissing: missing,
    },
    async ({ samples }, question) => {
      const row = open.get(question.id);
      if (row === undefined) return;
      open.delete(question.id);
      row.rollouts.reserve(first + k);
      const came = samples.slice(0, k).map((rollout, i) => ({ number: first + i, rollout }));
      await putGraded(row.rollouts, came, question.answer, grader);
      if (came.length < k) row.rollouts.because('the model gave fewer answers than it was asked for');
      const last = came.length < k || wantOf(row.rollouts, difficulty).k === 0;
      onRound(row, last);
      if (!last) more.push(row);
    },
  );
  for (const { question } of [...open.values()]) missing(question, 'the model gave no answer');
  return more;
}
