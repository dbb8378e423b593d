import { nearest, type EngineName } from '../../language';
import type { Plan, PlannedStage } from '../../plan';
import type { Problem } from '../../protocol';
import { ENGINE_CODES, type EngineCode } from '../codes';
import { removedOption, type RemovedOption } from './removed';
import { engineOption, engineOptions } from './tables';
import type { EngineOption } from './types';
import { acceptsValue, describeOption } from './words';

const TITLES: Readonly<Record<EngineName, string>> = {
  embedded: 'the embedded engine',
  trl: 'TRL',
  easyr1: 'EasyR1',
};

/** The keys of one version of an engine. */
export interface OptionTables {
  /** By name, in the engine's own order of topics. */
  readonly options: ReadonlyMap<string, EngineOption>;
  /** The option of a name, or the mapping that the name is an entry of. */
  readonly option: (key: string) => EngineOption | undefined;
  readonly removed: (key: string) => RemovedOption | undefined;
}

const usualTables = (engine: EngineName): OptionTables => ({
  options: engineOptions(engine),
  option: (key) => engineOption(engine, key),
  removed: (key) => removedOption(engine, key),
});

interface Fault {
  readonly code: EngineCode;
  readonly message: string;
  readonly hint: string;
}

/**
 * What is wrong with the engine's own keys that the stages of a plan write, each fault once: keys that the engine
 * does not know, fills in itself or no longer has, and values it would refuse. Needs no engine on this machine.
 */
export function optionProblems(
  plan: Plan,
  tables: OptionTables = usualTables(plan.curriculum.engine.name),
): readonly Problem[] {
  const engine = plan.curriculum.engine.name;
  const found = new Map<string, Problem>();
  for (const stage of plan.stages) {
    for (const [key, value] of Object.entries(stage.engineOptions)) {
      const fault = faultOf(engine, tables, stage, key, value);
      if (fault === undefined) continue;
      const severity = ENGINE_CODES[fault.code].severity;
      found.set(`${fault.code} ${fault.message}`, {
        ...fault,
        severity,
        place: { file: plan.curriculum.file },
      });
    }
  }
  return [...found.values()];
}

function faultOf(
  engine: EngineName,
  tables: OptionTables,
  stage: PlannedStage,
  key: string,
  value: unknown,
): Fault | undefined {
  const removed = tables.removed(key);
  if (removed !== undefined) {
    return { code: 'SC405', message: `\`${key}\` ${removed.fate}`, hint: removed.instead };
  }
  const option = tables.option(key);
  if (option === undefined) return unknown(engine, tables.options, key);
  if (option.automatic) {
    return {
      code: 'SC404',
      message: `\`${key}\` is filled in when a stage starts, so a value written here would be lost`,
      hint: `Leave it out. ${option.doc}`,
    };
  }
  const { method } = stage.settings;
  if (option.methods?.includes(method) === false) {
    return {
      code: 'SC406',
      message: `\`${key}\` is an option of the method \`${option.methods.join('`, `')}\`, and stage \`${stage.id}\` trains with \`${method}\``,
      hint: 'Leave it out, or move it to the stages that it is for.',
    };
  }
  // An entry of a mapping may be whatever the engine hands on.
  if (option.key !== key || acceptsValue(option, value)) return undefined;
  return {
    code: 'SC402',
    message: `\`${key}\` must be ${describeOption(option)}${insteadOf(value)}`,
    hint: hintFor(option, value),
  };
}

/** A short value, which also says which of several stages is meant. */
function insteadOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  const text = String(value);
  return /^[^`\n]{1,40}$/u.test(text) ? `, not \`${text}\`` : '';
}

function hintFor(option: EngineOption, value: unknown): string {
  const meant = meantValue(option, value);
  if (meant !== undefined) return `Did you mean \`${meant}\`?`;
  return option.default === null || option.default === ''
    ? option.doc
    : `The engine’s own default is \`${JSON.stringify(option.default)}\`.`;
}

/** The value that a misspelt one is near to; a list that is written as one of its items is meant with brackets. */
function meantValue({ type, values: names }: EngineOption, value: unknown): string | undefined {
  if (names === undefined) return undefined;
  if (type === 'list' && typeof value === 'string') {
    const name = names.includes(value) ? value : nearest(value, names);
    return name === undefined ? undefined : `[${name}]`;
  }
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wrong = given.find((one) => typeof one !== 'string' || !names.includes(one));
  return typeof wrong === 'string' ? nearest(wrong, names) : undefined;
}

function unknown(engine: EngineName, options: OptionTables['options'], key: string): Fault {
  const names = [...options.values()].filter(({ automatic }) => !automatic).map((one) => one.key);
  const title = TITLES[engine];
  const below = names.filter((name) => name.startsWith(`${key}.`));
  if (below.length > 0) {
    return {
      code: 'SC401',
      message: `\`${key}\` is a group of options of ${title}, not an option`,
      hint: `Write one of its options, such as \`${below[0] ?? ''}\`.`,
    };
  }
  // People often write the last part of a key alone.
  const ends = names.filter((name) => name.endsWith(`.${key}`));
  const meant = ends.length === 1 ? ends[0] : nearest(key, names);
  return {
    code: 'SC401',
    message: `${title.replace(/^t/, 'T')} has no option \`${key}\``,
    hint:
      meant !== undefined
        ? `Did you mean \`${meant}\`?`
        : ends.length > 1
          ? `There are ${ends
              .slice(0, 4)
              .map((name) => `\`${name}\``)
              .join(', ')}.`
          : 'Keys of `engine_options` are written in full, as the engine itself names them.',
  };
}
