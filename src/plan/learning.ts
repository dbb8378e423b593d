import { DataError, type DataEngine } from '../data';
import type { CheckedCurriculum, Curriculum } from '../language';
import type { Problem } from '../protocol';
import { planProblem } from './problems';
import type { PlannedStage } from './types';
import { count } from './words';
import { settingPaths, stagePaths, writtenPlace } from './written';

interface LearningInput {
  readonly checked: CheckedCurriculum;
  readonly curriculum: Curriculum;
  readonly stages: readonly PlannedStage[];
  readonly data: DataEngine;
  /** Questions that need no second look, because another variant had them; added to. */
  readonly seen?: Set<string>;
  readonly signal?: AbortSignal;
}

/** SC388, SC389: whether the rows of a stage, as the base model answered them, have something to teach. */
export async function checkLearning(input: LearningInput): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const stage of input.stages) {
    input.signal?.throwIfAborted();
    if (stage.settings.method !== 'grpo') continue;
    const { rollouts, max_response_length: longest } = stage.settings;
    const key = JSON.stringify(['learning', stage.id, stage.sources, rollouts, longest]);
    if (input.seen?.has(key) === true) continue;
    input.seen?.add(key);
    try {
      problems.push(...(await withoutSignal(input, stage)), ...(await cutResponses(input, stage)));
    } catch (error) {
      // What cannot be read is the check's to report.
      if (!(error instanceof DataError)) throw error;
    }
  }
  return problems;
}

/** More rows without a signal than this share are worth a word. */
const MOST_SILENT = 0.6;

async function withoutSignal(
  { checked, data }: LearningInput,
  stage: PlannedStage,
): Promise<readonly Problem[]> {
  let [rows, always, never] = [0, 0, 0];
  for (const { where, ...source } of stage.sources) {
    if (source.columns.difficulty === undefined) continue;
    const query = { source, ...(where === undefined ? {} : { where }) };
    for (const one of await data.passRates(query)) {
      if (one.rate === null) continue;
      rows += one.rows;
      if (one.rate === 1) always += one.rows;
      if (one.rate === 0) never += one.rows;
    }
  }
  if (rows === 0 || (always + never) / rows <= MOST_SILENT) return [];
  const column =
    stage.sources.find(({ columns }) => columns.difficulty !== undefined)?.columns.difficulty ?? '';
  const name = /^[a-z_]\w*$/iu.test(column) ? column : `"${column.replaceAll('"', '""')}"`;
  const where = `${name} > 0 AND ${name} < 1`;
  const others = stage.sources.every((source) => source.where === undefined);
  return [
    planProblem(
      'SC388',
      `${Math.round((100 * (always + never)) / rows)} % of the ${count(rows, 'row')} of stage \`${stage.id}\` teach nothing: ${count(always)} with pass rate 1 and ${count(never)} with 0 give all responses of a group the same reward`,
      writtenPlace(checked, stagePaths(stage.id)),
      {
        hint: `Leave them out: \`where: ${where}\`.`,
        ...(others ? { suggestion: { key: 'where', stage: stage.id, value: where } } : {}),
      },
    ),
  ];
}

/** The published data keeps the base model's answers under this name. */
const PREDICTIONS = 'predictions';
/** Characters of English or a formula that are surely no more than one token each way: see SC389. */
const CHARACTERS_A_TOKEN = 3;

async function cutResponses(
  { checked, curriculum, data }: LearningInput,
  stage: PlannedStage,
): Promise<readonly Problem[]> {
  // The answers are a large model’s; the micro model writes shorter ones.
  if (curriculum.engine.name === 'embedded') return [];
  const limit = stage.settings.max_response_length;
  for (const { where: _, ...source } of stage.sources) {
    const lengths = await data.textLengths(source, PREDICTIONS);
    if (lengths === undefined || lengths.texts === 0) continue;
    const tokens = Math.ceil(lengths.p95 / CHARACTERS_A_TOKEN);
    if (tokens <= limit) continue;
    const enough = Math.ceil(tokens / 64) * 64;
    return [
      planProblem(
        'SC389',
        `More than 5 % of the base model’s answers to \`${source.dataset}\` are longer than \`max_response_length\` ${count(limit)} of stage \`${stage.id}\`: of ${count(lengths.texts)} texts in \`${PREDICTIONS}\`, 95 % have up to ${count(lengths.p95)} characters, about ${count(tokens)} tokens`,
        writtenPlace(checked, [...settingPaths(stage.id, 'max_response_length'), ...stagePaths(stage.id)]),
        {
          hint: `Set \`max_response_length\` to ${count(enough)} or more.`,
          suggestion: { key: 'max_response_length', stage: stage.id, value: enough },
        },
      ),
    ];
  }
  return [];
}
