import type { PartialSettings, SettingKey, StageSettings } from '../../language';
import type { Problem } from '../../protocol';
import { settingPlace, type StageContext } from '../context';
import { settingPath, stagedDrafts } from '../draft';
import { planProblem } from '../problems';
import { draftSettings } from '../settings';
import { count, list } from '../words';

/** Problems that only the one stage of `merged` and `ordered` can have: SC245, SC246, SC248, SC383. */
export const checkPool = (context: StageContext): readonly Problem[] =>
  context.draft.kind === 'staged'
    ? []
    : [...startsOver(context), ...unusedKeys(context), ...otherSettings(context), ...rowsTwice(context)];

function startsOver(context: StageContext): readonly Problem[] {
  const { draft, stage } = context;
  const capabilities = new Set(stage.sources.map((source) => source.capability));
  const passes = stage.steps.perEpoch === 0 ? 0 : stage.steps.total / stage.steps.perEpoch;
  if (draft.kind !== 'ordered' || capabilities.size < 2 || passes <= 1) return [];
  return [
    planProblem(
      'SC245',
      `\`ordered\` goes through ${list([...capabilities])} ${count(Math.ceil(passes))} times: each epoch starts over`,
      settingPlace(context, stage.settings.steps === undefined ? 'epochs' : 'steps'),
      {
        hint: 'Set `pooled: { epochs: 1 }`, or use `staged` to train one capability after the other for several epochs.',
      },
    ),
  ];
}

function unusedKeys({ checked, curriculum, draft, stage }: StageContext): readonly Problem[] {
  return draft.written.flatMap((written) => {
    const path = ['stages', written.id];
    const options = Object.entries(written.engineOptions)
      .filter(([key, value]) => JSON.stringify(stage.engineOptions[key]) !== JSON.stringify(value))
      .map(([key]) => key)
      .filter((key) => curriculum.pooledEngineOptions?.[key] === undefined);
    return [
      ...(written.order !== undefined && stage.order.custom === undefined
        ? [
            planProblem(
              'SC246',
              `\`order\` of stage \`${written.id}\` is not used: the stages of a \`${draft.kind}\` schedule do not agree on one order`,
              checked.locate([...path, 'order'], 'key'),
              { hint: 'Give every stage the same `order`, or use `schedule.difficulty`.' },
            ),
          ]
        : []),
      ...(options.length > 0
        ? [
            planProblem(
              'SC246',
              `${list(options.map((key) => `\`${key}\``))} of stage \`${written.id}\` ${options.length === 1 ? 'is' : 'are'} not used: the stages of a \`${draft.kind}\` schedule do not agree on ${options.length === 1 ? 'it' : 'them'}`,
              checked.locate([...path, 'engine_options'], 'key'),
              { hint: 'Write them under `pooled: { engine_options: … }`.' },
            ),
          ]
        : []),
    ];
  });
}

/** Settings that change what is learned; how long and how often the stage looks is not compared. */
export const POOLED_SETTINGS: readonly SettingKey[] = [
  'method',
  'freeze',
  'batch',
  'rollouts',
  'learning_rate',
  'weight_decay',
  'kl',
  'clip',
  'clip_high',
  'temperature',
  'max_prompt_length',
  'max_response_length',
];

/** One problem for all keys in which the pool and a stage differ, placed at the first that was written. */
function otherSettings(context: StageContext): readonly Problem[] {
  const { checked, curriculum, draft, stage } = context;
  const stages = stagedDrafts(curriculum).map((staged) => ({
    id: staged.id,
    settings: draftSettings(curriculum, staged),
  }));
  const differing = POOLED_SETTINGS.filter((key) =>
    stages.some((other) => !same(other.settings, stage.settings, key)),
  );
  const [first] = differing;
  if (first === undefined) return [];
  const said = differing.map((key) => {
    const others = stages.map(({ id, settings }) => `${id} ${show(settings, key)}`);
    return `\`${key}\` is ${show(stage.settings, key)} (staged: ${others.join(', ')})`;
  });
  return [
    planProblem(
      'SC248',
      `The \`${draft.kind}\` stage differs from the staged ones in more than the schedule: ${said.join('; ')}`,
      checked.locate(settingPath(curriculum, draft, first)),
      {
        related: draft.written
          .filter((written) => written.settings[first] !== undefined)
          .map((written) => ({
            place: checked.locate(['stages', written.id, first]),
            message: `stage \`${written.id}\` says ${show(written.settings, first)}`,
          })),
      },
    ),
  ];
}

const same = (a: StageSettings, b: StageSettings, key: SettingKey): boolean =>
  JSON.stringify(a[key]) === JSON.stringify(b[key]);

function show(settings: PartialSettings, key: SettingKey): string {
  const value = settings[key];
  if (value === undefined) return 'unset';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(' + ');
  return String(value);
}

function rowsTwice({ checked, draft }: StageContext): readonly Problem[] {
  const stagesOf = new Map<string, string[]>();
  for (const { dataset, stage } of draft.parts) {
    stagesOf.set(dataset.id, [...(stagesOf.get(dataset.id) ?? []), stage]);
  }
  return [...stagesOf].flatMap(([dataset, stages]) =>
    stages.length < 2
      ? []
      : [
          planProblem(
            'SC383',
            `Rows of \`${dataset}\` are in the \`${draft.kind}\` stage once for each of ${list(stages.map((id) => `\`${id}\``))}`,
            checked.locate(draft.path),
          ),
        ],
  );
}
