import {
  resolveSettings,
  SETTINGS,
  type Curriculum,
  type FieldInfo,
  type KeyPath,
  type PartialSettings,
  type SettingKey,
} from '../../language';
import { uriOf } from '../document/snapshot';
import type { HoverContext } from './context';
import { engineKeysOf } from './engine-key';
import { code, link, valueCode } from './markdown';

const isSetting = (key: unknown): key is SettingKey =>
  typeof key === 'string' && Object.hasOwn(SETTINGS, key);

/** The training setting that a path is about, and whose it is. */
export function settingAt(
  path: KeyPath,
): { readonly key: SettingKey; readonly owner: 'defaults' | 'pooled' | 'stage' } | undefined {
  const [top, second, third] = path;
  if ((top === 'defaults' || top === 'pooled') && isSetting(second)) return { key: second, owner: top };
  return top === 'stages' && isSetting(third) ? { key: third, owner: 'stage' } : undefined;
}

/** Sentences on the value that a training setting has, where it comes from, and what overrules it. */
export function settingOrigin(context: HoverContext): readonly string[] {
  const { curriculum, path } = context;
  const at = settingAt(path);
  if (at === undefined || curriculum === undefined) return [];
  switch (at.owner) {
    case 'defaults':
      return defaultsOrigin(curriculum, at.key);
    case 'pooled':
      return [
        ...effective(context, at.key, curriculum.pooled ?? {}, 'pooled'),
        ...(curriculum.schedule.capability === 'staged'
          ? ['The schedule is `staged`: `pooled` is not used.']
          : []),
      ];
    case 'stage':
      return stageOrigin(context, curriculum, at.key);
  }
}

function stageOrigin(context: HoverContext, curriculum: Curriculum, key: SettingKey): readonly string[] {
  const { stage } = context;
  if (stage === undefined) return [];
  const { capability } = curriculum.schedule;
  return [
    ...effective(context, key, stage.settings, 'this stage'),
    ...overruled(curriculum, key, stage.engineOptions),
    ...(capability === 'staged'
      ? []
      : [
          `The schedule is \`${capability}\`: its one stage takes its settings from \`pooled\` and \`defaults\`.`,
        ]),
  ];
}

/** The value with the place that it was written at: in its owner, in `defaults`, or nowhere. */
function effective(
  context: HoverContext,
  key: SettingKey,
  own: PartialSettings,
  owner: 'this stage' | 'pooled',
): readonly string[] {
  const { curriculum, checked } = context;
  if (curriculum === undefined) return [];
  const value = resolveSettings(curriculum.defaults, own)[key];
  const info: FieldInfo = SETTINGS[key];
  if (value === undefined) {
    const other = key === 'steps' && own.epochs !== undefined && curriculum.defaults.steps !== undefined;
    return other ? ['`epochs` here wins over `steps` of `defaults`.'] : [];
  }
  const where =
    own[key] !== undefined
      ? owner === 'pooled'
        ? 'own value of `pooled`'
        : `own value of ${owner}`
      : curriculum.defaults[key] !== undefined
        ? `from ${placeLink('defaults', checked.locate(['defaults', key]))}`
        : `the language’s default`;
  const usual = own[key] === undefined ? undefined : (curriculum.defaults[key] ?? info.default);
  const instead =
    usual === undefined || JSON.stringify(usual) === JSON.stringify(value)
      ? ''
      : `, in place of ${valueCode(usual)}`;
  return [`Value: ${valueCode(value)}, ${where}${instead}.`, ...lengthRule(key, curriculum.defaults, own)];
}

/** `steps` and `epochs` answer one question; where both have a value, `steps` does. */
function lengthRule(key: SettingKey, defaults: PartialSettings, own: PartialSettings): readonly string[] {
  const { steps } = resolveSettings(defaults, own);
  return key === 'epochs' && steps !== undefined ? [`\`steps\` wins: ${valueCode(steps)}.`] : [];
}

function defaultsOrigin(curriculum: Curriculum, key: SettingKey): readonly string[] {
  const value = curriculum.defaults[key];
  if (value === undefined) return [];
  const others = curriculum.stages.filter(({ settings }) => settings[key] !== undefined);
  return [
    `Value: ${valueCode(value)}, for every stage that writes none.`,
    ...lengthRule(key, curriculum.defaults, {}),
    ...(others.length === 0
      ? []
      : [
          `Own values: ${others
            .slice(0, 8)
            .map(({ id, settings }) => `${code(id)} ${valueCode(settings[key])}`)
            .join(', ')}${others.length > 8 ? ', …' : ''}.`,
        ]),
  ];
}

/** The engine's own key for the setting, where the stage writes it: it wins. */
function overruled(
  curriculum: Curriculum,
  key: SettingKey,
  options: Readonly<Record<string, unknown>>,
): readonly string[] {
  return engineKeysOf(curriculum, key)
    .filter((own) => own.key !== key && Object.hasOwn(options, own.key))
    .map((own) => `\`engine_options\` wins: ${code(own.key)} is ${valueCode(options[own.key])}.`);
}

const placeLink = (
  text: string,
  place: { readonly file: string; readonly range?: { readonly start: { readonly line: number } } },
): string =>
  link(
    `\`${text}\``,
    `${uriOf(place.file)}${place.range === undefined ? '' : `#L${place.range.start.line + 1}`}`,
  );

/** What happens without the key, where no setting says it. */
export function usualValue({ default: usual, absent, required }: Partial<FieldInfo>): string | undefined {
  if (required === true) return 'Required.';
  if (usual !== undefined) return `Default: ${valueCode(usual)}.`;
  return absent === undefined ? undefined : `Without it: ${absent}.`;
}
