import type { DataSource, SourceFacts } from '../data';
import type { CheckedCurriculum, DifficultyOrder } from '../language';
import { isError, type Problem } from '../protocol';
import { planDifficulty } from './difficulty';
import { hubRowsHint } from './download';
import { draftExpressions } from './expressions';
import type { DraftPart, StageDraft } from './draft';
import { planProblem } from './problems';
import type { Questions } from './remember';
import type { SourceBook } from './sources';
import type { PlannedSource } from './types';
import { count } from './words';

/** A draft with its files found and its rows counted; `sources` is absent when that failed. */
export interface SizedDraft {
  readonly draft: StageDraft;
  readonly sources?: readonly PlannedSource[];
  /** `schedule.difficulty`, or `none` where no source has pass rates to sort by. */
  readonly difficulty: DifficultyOrder;
  /** When `sources` is absent, at least one is an error. */
  readonly problems: readonly Problem[];
}

/** A part of a draft whose file could be read. */
export interface OpenPart {
  readonly part: DraftPart;
  readonly source: DataSource;
  readonly facts: SourceFacts;
}

interface SizeInput {
  readonly checked: CheckedCurriculum;
  readonly draft: StageDraft;
  readonly ask: Questions;
  readonly book: SourceBook;
}

/** Finds a draft's files, checks its expressions against their columns and counts its rows. */
export async function sizeDraft(input: SizeInput): Promise<SizedDraft> {
  const { checked, draft } = input;
  const difficulty = checked.curriculum?.schedule.difficulty ?? 'none';
  const { open, problems } = await openParts(input);
  const expressions = await draftExpressions({ ...input, open });
  if (open.length < draft.parts.length || open.length === 0 || expressions.some(isError)) {
    return { draft, difficulty, problems: [...problems, ...expressions] };
  }
  const counted = await countRows(input, open);
  const sorting = planDifficulty(checked, draft, open, difficulty);
  return {
    draft,
    ...(counted.sources === undefined ? {} : { sources: counted.sources }),
    difficulty: sorting.difficulty,
    problems: [...problems, ...expressions, ...counted.problems, ...sorting.problems],
  };
}

async function openParts({
  checked,
  draft,
  book,
}: SizeInput): Promise<{ readonly open: readonly OpenPart[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const open: OpenPart[] = [];
  for (const part of draft.parts) {
    const { dataset } = part;
    if (dataset.train.kind === 'hub') {
      problems.push(
        planProblem(
          'SC385',
          `The rows of \`${dataset.train.text}\` are not on this machine, so steps cannot be counted nor rows sorted`,
          checked.locate(['datasets', dataset.id, 'train']),
          { hint: hubRowsHint(dataset.train) },
        ),
      );
      continue;
    }
    const { source, problems: found } = await book.resolve(dataset, 'train');
    problems.push(...found);
    if (source === undefined) continue;
    const facts = await book.facts(source);
    if (facts.kind === 'known') open.push({ part, source, facts: facts.value });
    else problems.push(facts.problem);
  }
  return { open, problems };
}

async function countRows(
  { checked, draft, book }: SizeInput,
  open: readonly OpenPart[],
): Promise<{ readonly sources?: readonly PlannedSource[]; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  const sources: PlannedSource[] = [];
  for (const { part, source, facts } of open) {
    if (part.where === undefined) {
      sources.push({ ...source, rowsBefore: facts.rows, rowsAfter: facts.rows });
      continue;
    }
    const rows = await book.count(source, part.where);
    if (rows.kind === 'failed') return { problems: [atCondition(checked, part, rows.problem)] };
    sources.push({ ...source, where: part.where, rowsBefore: facts.rows, rowsAfter: rows.value });
    if (rows.value === 0) problems.push(noRows(checked, draft, part, facts.rows));
  }
  return { sources, problems };
}

/** A condition that fails on a value of some row is a mistake of the condition, not of the file. */
const atCondition = (
  checked: CheckedCurriculum,
  { stage, where = '' }: DraftPart,
  problem: Problem,
): Problem =>
  problem.code === 'SC254'
    ? { ...problem, place: checked.locateText(['stages', stage, 'where'], 0, where.length) }
    : problem;

const noRows = (checked: CheckedCurriculum, draft: StageDraft, part: DraftPart, rows: number): Problem =>
  planProblem(
    'SC381',
    `None of the ${count(rows, 'row')} of \`${part.dataset.id}\` meets the condition of stage \`${part.stage}\``,
    checked.locate(['stages', part.stage, 'where']),
    {
      severity: draft.parts.length === 1 ? 'error' : 'warning',
      hint: 'Loosen the condition; compare it with the values in the file.',
    },
  );
