import { resolveSettings, type Curriculum, type SettingKey, type StageSettings } from '../../language';
import { ENGINE_KEYS, type Plan, type PlannedStage } from '../../plan';
import { factsOf, type HoverContext } from './context';
import { code, plain } from './markdown';

/** A key of the engine that a setting becomes; `decided` says what it will be where only the run knows the value. */
interface OwnKey {
  readonly key: string;
  readonly decided?: string;
}

/**
 * The engine's own keys that a setting becomes, from the table that makes the engine's configuration: it is asked with
 * a stage that has every setting, so no plan is needed for the names.
 */
export function engineKeysOf(
  curriculum: Curriculum,
  key: SettingKey,
  method: StageSettings['method'] = 'grpo',
): readonly OwnKey[] {
  const settings: StageSettings = {
    ...resolveSettings({}, {}),
    method,
    freeze: ['vision'],
    clip_high: 0.3,
    validate: 'rows',
    validate_every: 1,
    save_every: 1,
    ...(key === 'steps' ? { steps: 1 } : {}),
  };
  const stage: PlannedStage = {
    id: 'stage',
    sources: [],
    hubValidation: { id: 'rows', split: 'val' },
    order: { shuffle: true, sorted: false, byCapability: false, byDifficulty: 'none', meaning: '' },
    steps: { total: 1, perEpoch: 1, leftOver: 0, formula: '' },
    settings,
    from: { kind: 'base' },
    engineOptions: {},
    files: [],
  };
  const plan: Plan = { curriculum, stages: [stage], heldOut: [], problems: [] };
  const found = new Map<string, OwnKey>();
  for (const one of ENGINE_KEYS[curriculum.engine.name].keys(plan, stage)) {
    if (one.origin !== key) continue;
    found.set(one.key, { key: one.key, ...('decided' in one ? { decided: one.decided } : {}) });
  }
  return [...found.values()];
}

/** `becomes ...`, with the values where the stage was planned; nothing where the engine has the same word for it. */
export function engineKeyWords(context: HoverContext, key: SettingKey): string | undefined {
  const { curriculum, stage } = context;
  if (curriculum === undefined) return undefined;
  const engine = curriculum.engine.name;
  const { method } = resolveSettings(curriculum.defaults, stage?.settings ?? {});
  const own = engineKeysOf(curriculum, key, method).filter((one) => one.key !== key);
  const planned =
    stage === undefined || curriculum.schedule.capability !== 'staged'
      ? []
      : (factsOf(context, stage.id)?.summary.sections.find(({ id }) => id === 'keys')?.lines ?? []).filter(
          ({ label, note }) => note === key && label !== key,
        );
  const shown =
    planned.length > 0
      ? planned.map(({ label, value }) => `${code(label)} = ${code(value)}`)
      : own.map((one) =>
          one.decided === undefined || key === 'gpus'
            ? code(one.key)
            : `${code(one.key)} (${plain(one.decided)})`,
        );
  return shown.length === 0 ? undefined : `For the ${engine} engine: ${shown.join(', ')}.`;
}
