import type { Curriculum } from '../model';
import { child, isBroken, isEmpty, textOf, type MapNode } from '../parse/tree';
import { listNames } from '../report';
import { ADAPTIVE } from '../schema/make-words';
import { DIFFICULTY_KEYS } from '../schema/make-grammar';
import { resolveSettings, type StageSettings } from '../schema/settings';
import type { MadeEntry } from './check-make';
import type { MeaningContext } from './context';
import { boundariesOf } from './read-make';

/** How pass rates are measured: boundaries that are some, and sampling that is that of the training. */
export function checkDifficulty(context: MeaningContext, { id, difficulty }: MadeEntry): void {
  if (difficulty === undefined) return;
  checkBoundaries(context, difficulty);
  checkAdaptive(context, difficulty);
  checkSampling(context, id, difficulty);
}

function checkBoundaries({ report }: MeaningContext, difficulty: MapNode): void {
  const node = child(difficulty, 'boundaries');
  if (node?.kind !== 'list' || boundariesOf(node) !== undefined) return;
  const isNumbers = node.items.every((item) => item.kind === 'scalar' && typeof item.value === 'number');
  if (!isNumbers) return;
  report('SC270', node.span, '`boundaries` must rise, each above 0 and below 1', {
    hint: `Write, for example, \`boundaries: ${DIFFICULTY_KEYS.boundaries.example}\`.`,
  });
}

/** SC224: what only the adaptive rule looks at. */
function checkAdaptive({ report }: MeaningContext, difficulty: MapNode): void {
  const rollouts = child(difficulty, 'rollouts');
  if (rollouts !== undefined && (isEmpty(rollouts) || isBroken(rollouts))) return;
  if (textOf(rollouts) === ADAPTIVE) return;
  for (const key of ['most', 'boundaries']) {
    const entry = difficulty.entries.get(key);
    if (entry === undefined) continue;
    report('SC224', entry.keySpan, `\`${key}\` says nothing without \`rollouts: ${ADAPTIVE}\``, {
      hint: `Write \`rollouts: ${ADAPTIVE}\`, or remove \`${key}\`.`,
    });
  }
}

/** SC272: rates of another sampling than the training's say little of what training will see. */
function checkSampling({ curriculum, report }: MeaningContext, id: string, difficulty: MapNode): void {
  const made = curriculum.datasets.find((one) => one.id === id)?.made?.difficulty;
  const stages = trainedOn(curriculum, id);
  const [first] = stages;
  if (made === undefined || first === undefined) return;
  const key = (name: string) => difficulty.entries.get(name)?.keySpan ?? difficulty.span;
  const names = listNames(stages.map(({ stage }) => stage));
  const all = (get: (settings: StageSettings) => number) => stages.map(({ settings }) => get(settings));
  const temperatures = all(({ temperature }) => temperature);
  const by = difficulty.entries.has('temperature') ? 'temperature' : 'by';
  const other = temperatures.find((value) => value !== made.temperature);
  if (other !== undefined && !temperatures.includes(made.temperature)) {
    report(
      'SC272',
      key(by),
      `Pass rates are measured at temperature ${made.temperature}, but ${names} samples at ${other}`,
      {
        hint: `Write \`temperature: ${other}\`, so that they tell what training will see.`,
      },
    );
  }
  if (made.top_p < 1) {
    report(
      'SC272',
      key('top_p'),
      `Pass rates are measured with top_p ${made.top_p}, but training samples from all tokens`,
      {
        hint: 'Remove `top_p`.',
      },
    );
  }
  const longest = Math.max(...all(({ max_response_length: length }) => length));
  if (made.max_tokens !== undefined && made.max_tokens < longest) {
    report(
      'SC272',
      key('max_tokens'),
      `Answers are cut off at ${made.max_tokens} tokens, but ${names} takes ${longest}`,
      {
        hint: `Write \`max_tokens: ${longest}\`, or remove it: what is cut off before its answer counts as wrong.`,
      },
    );
  }
}

interface Trained {
  readonly stage: string;
  readonly settings: StageSettings;
}

/** Stages that learn from a dataset by sampling, with their settings. */
function trainedOn(curriculum: Curriculum, id: string): readonly Trained[] {
  const { stages, defaults, schedule, pooled = {} } = curriculum;
  return stages
    .filter(({ data }) => data.includes(id))
    .map((one) => ({
      stage: one.id,
      settings: resolveSettings(defaults, schedule.capability === 'staged' ? one.settings : pooled),
    }))
    .filter(({ settings }) => settings.method === 'grpo');
}
