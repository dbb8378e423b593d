import type { DataSource } from '../data';
import type { CheckedCurriculum, Curriculum } from '../language';
import type { Problem } from '../protocol';
import { draftStages, stagedDrafts, type DraftPart, type StageDraft } from './draft';
import { checkMade } from './check-made';
import { checkNamedTexts } from './named-texts';
import { planStage } from './plan-stage';
import { planProblem } from './problems';
import type { Questions } from './remember';
import { draftSettings } from './settings';
import { sizeDraft, type SizedDraft } from './size';
import { openSourceBook, type SourceBook } from './sources';
import { planSteps } from './steps';
import { validates, type PlannedStage } from './types';
import { list } from './words';

export interface PlannedCurriculum {
  /** Fewer than the schedule asks for where a stage could not be planned: then `whole` is false. */
  readonly stages: readonly PlannedStage[];
  readonly whole: boolean;
  readonly heldOut: readonly DataSource[];
  /** Every data file that was found. */
  readonly found: readonly DataSource[];
  readonly problems: readonly Problem[];
}

/** Plans all stages of a curriculum. Rows are counted, not looked at. */
export async function planCurriculum(
  checked: CheckedCurriculum,
  curriculum: Curriculum,
  ask: Questions,
  signal?: AbortSignal,
): Promise<PlannedCurriculum> {
  const book = openSourceBook(ask, checked, signal);
  const problems: Problem[] = [
    ...(await checkNamedTexts(checked, curriculum, ask)),
    ...(await checkMade(checked, ask)),
  ];
  const sized: SizedDraft[] = [];
  for (const draft of draftStages(curriculum)) {
    const one = await sizeDraft({ checked, draft, ask, book });
    problems.push(...one.problems);
    sized.push(one);
  }
  const heldOut = await planHeldOut(curriculum, book, problems);
  const stages: PlannedStage[] = [];
  for (const { draft, sources, difficulty } of sized) {
    if (sources === undefined) continue;
    const staged = await stagedTotal(curriculum, draft, book);
    const input = { checked, curriculum, draft, sources, difficulty, before: stages, staged, book };
    const planned = await planStage(input);
    problems.push(...planned.problems);
    stages.push(planned.stage);
  }
  problems.push(
    ...unmeasured(
      checked,
      sized.map(({ draft }) => draft),
      stages.at(-1),
      heldOut,
    ),
  );
  const whole = stages.length > 0 && stages.length === sized.length;
  return { stages: withPredictions(stages, heldOut), whole, heldOut, found: book.found(), problems };
}

/** `test`, else `val`, of each dataset: what the last model is asked after training. */
async function planHeldOut(
  curriculum: Curriculum,
  book: SourceBook,
  problems: Problem[],
): Promise<readonly DataSource[]> {
  const sources: DataSource[] = [];
  for (const dataset of curriculum.datasets) {
    const split = dataset.test === undefined ? 'val' : 'test';
    if (dataset[split]?.kind !== 'file') continue;
    const resolved = await book.resolve(dataset, split);
    problems.push(...resolved.problems);
    if (resolved.source !== undefined) sources.push(resolved.source);
  }
  return sources;
}

/** SC387: held-out rows of earlier stages alone say nothing of what the last one learns. */
function unmeasured(
  checked: CheckedCurriculum,
  drafts: readonly StageDraft[],
  stage: PlannedStage | undefined,
  heldOut: readonly DataSource[],
): readonly Problem[] {
  const draft = drafts.at(-1);
  if (draft === undefined || stage?.id !== draft.id || validates(stage)) return [];
  const trained = new Set(drafts.flatMap(({ parts }) => parts).map(({ dataset }) => dataset.id));
  if (!heldOut.some(({ dataset }) => trained.has(dataset))) return [];
  const datasets = [...new Set(draft.parts.map(({ dataset }) => dataset))];
  if (datasets.some(({ val, test }) => val !== undefined || test !== undefined)) return [];
  const names = datasets.map(({ id }) => `\`${id}\``);
  return [
    planProblem(
      'SC387',
      `What the last stage, \`${stage.id}\`, learns is not measured: ${list(names)} ${names.length === 1 ? 'has' : 'have'} neither \`val\` nor \`test\` rows`,
      checked.locate([...draft.path, 'data']),
      { hint: 'Give the dataset a `val` or `test` file of rows that it does not train on.' },
    ),
  ];
}

/** The total of steps that the stages would take one after another: what a pooled stage is compared with. */
async function stagedTotal(
  curriculum: Curriculum,
  draft: StageDraft,
  book: SourceBook,
): Promise<number | undefined> {
  if (draft.kind === 'staged') return undefined;
  let total = 0;
  for (const staged of stagedDrafts(curriculum)) {
    let rows = 0;
    for (const part of staged.parts) rows += await partRows(part, book);
    total += planSteps({ rows, settings: draftSettings(curriculum, staged) }).total;
  }
  return total;
}

async function partRows({ dataset, where }: DraftPart, book: SourceBook): Promise<number> {
  const { source } = await book.resolve(dataset, 'train');
  if (source === undefined) return 0;
  if (where !== undefined) {
    const kept = await book.count(source, where);
    return kept.kind === 'known' ? kept.value : 0;
  }
  const facts = await book.facts(source);
  return facts.kind === 'known' ? facts.value.rows : 0;
}

/** The last stage's model answers the held-out rows. */
const withPredictions = (
  stages: readonly PlannedStage[],
  heldOut: readonly DataSource[],
): readonly PlannedStage[] =>
  stages.map((stage, index) =>
    index === stages.length - 1 && heldOut.length > 0
      ? { ...stage, files: [...stage.files, 'predictions.jsonl'] }
      : stage,
  );
