import { engineSettings, type EngineKey } from '../engine-keys';
import { checkpointSteps } from '../files';
import { validationText } from '../engine-keys/values';
import { validates, type Plan, type PlannedSource, type PlannedStage } from '../types';
import { count } from '../words';
import type { StageSummary, SummaryLine, SummarySection } from './types';

export function stageSummary(plan: Plan, stage: PlannedStage): StageSummary {
  const rows = stage.sources.reduce((sum, source) => sum + source.rowsAfter, 0);
  return {
    id: stage.id,
    capabilities: [...new Set(stage.sources.map(({ capability }) => capability))],
    headline: `${count(rows, 'row')}, ${count(stage.steps.total, 'step')}, from ${startWords(stage)}`,
    sections: [
      section('rows', 'Rows', [...stage.sources.map(sourceLine), ...totalLine(stage, rows)]),
      section('order', 'Order', [line('order', stage.order.meaning)]),
      section('training', 'Steps', stepLines(stage)),
      section('checkpoints', 'Checkpoints', checkpointLines(stage)),
      section(
        'files',
        `Files in stages/${stage.id}/`,
        stage.files.map((file) => line(file, FILE_WORDS[file] ?? '')),
      ),
      section(
        'keys',
        `Keys of the ${plan.curriculum.engine.name} engine`,
        engineSettings(plan, stage).map(keyLine),
      ),
    ].filter(({ lines }) => lines.length > 0),
  };
}

const section = (id: SummarySection['id'], title: string, lines: readonly SummaryLine[]): SummarySection => ({
  id,
  title,
  lines,
});

export const line = (label: string, value: string, note?: string): SummaryLine => ({
  label,
  value,
  ...(note === undefined || note === '' ? {} : { note }),
});

const sourceLine = (source: PlannedSource): SummaryLine =>
  line(
    source.dataset,
    source.where === undefined
      ? count(source.rowsAfter, 'row')
      : `${count(source.rowsAfter)} of ${count(source.rowsBefore, 'row')}`,
    source.where === undefined ? source.capability : `${source.capability}, where ${oneLine(source.where)}`,
  );

const totalLine = (stage: PlannedStage, rows: number): readonly SummaryLine[] =>
  stage.sources.length < 2 ? [] : [line('together', count(rows, 'row'))];

function stepLines(stage: PlannedStage): readonly SummaryLine[] {
  const { steps, settings } = stage;
  return [
    line('steps', count(steps.total), steps.formula),
    ...(steps.leftOver > 0 && steps.perEpoch > 0
      ? [line('left over', `${count(steps.leftOver, 'row')} an epoch`, leftOverNote(stage))]
      : []),
    ...(settings.method === 'grpo'
      ? [
          line(
            'a step',
            `${count(settings.batch, 'prompt')} x ${count(settings.rollouts, 'rollout')} = ${count(settings.batch * settings.rollouts, 'response')}`,
          ),
        ]
      : [line('a step', count(settings.batch, 'row'))]),
    ...(stage.until === undefined
      ? []
      : [line('until', oneLine(stage.until), 'ends earlier when this holds')]),
    line(
      'trains',
      settings.freeze.includes('vision') ? 'all but the vision encoder' : 'the whole model',
      settings.freeze.length === 0 ? '' : `freeze: ${settings.freeze.join(', ')}`,
    ),
  ];
}

const leftOverNote = ({ order }: PlannedStage): string =>
  order.shuffle ? 'other rows each epoch, as they are shuffled' : 'the last ones of the order, never shown';

function checkpointLines(stage: PlannedStage): readonly SummaryLine[] {
  const { settings, notes = [] } = stage;
  const validation = validationText(stage);
  const steps = checkpointSteps(stage);
  if (steps.length === 0) return [line('starts from', startWords(stage))];
  return [
    line('starts from', startWords(stage)),
    validation === undefined || settings.validate_every === undefined
      ? line('validates', 'never', 'no validation rows, so there is no best checkpoint')
      : line('validates', `every ${count(settings.validate_every, 'step')}`, validation),
    ...(settings.save_every === undefined
      ? []
      : [
          line(
            'saves',
            `every ${count(settings.save_every, 'step')}`,
            `${stepWords(steps)}; keeps ${keepWords(stage)}`,
          ),
        ]),
    ...notes.map((note) => line('note', note)),
  ];
}

const keepWords = (stage: PlannedStage): string =>
  `the last ${count(stage.settings.keep_checkpoints)}${validates(stage) ? ' and the best' : ''}`;

const stepWords = (steps: readonly number[]): string => {
  const shown = steps.length > 4 ? [...steps.slice(0, 2), '…', ...steps.slice(-1)] : steps;
  return `at ${shown.join(', ')}`;
};

export function startWords({ from }: PlannedStage): string {
  if (from.kind === 'base') return 'the base model';
  const { checkpoint, stage } = from;
  return checkpoint.kind === 'step'
    ? `step ${checkpoint.step} of ${stage}`
    : `the ${checkpoint.kind} checkpoint of ${stage}`;
}

const FILE_WORDS: Readonly<Record<string, string>> = {
  'log.txt': 'all that the engine prints',
  'train.jsonl': 'the rows, chosen and in training order',
  'checkpoints/': 'weights and optimizer state',
  'predictions.jsonl': 'answers to the held-out rows',
};

const keyLine = (key: EngineKey): SummaryLine =>
  line(
    key.key,
    'decided' in key ? key.decided : valueWords(key.value),
    key.origin === key.key ? '' : key.origin,
  );

function valueWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return JSON.stringify(value);
}

/** Expressions may be written over several lines. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
