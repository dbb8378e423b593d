import type { EngineName } from '../../language';
import { isAtLeast, type PythonEnvironment } from './probe';

type Options = Readonly<Record<string, unknown>>;

/** A distribution that an engine imports. */
export interface Requirement {
  /** As `importlib.metadata` knows it. */
  readonly name: string;
  /** Least version, as numbers; absent: any. */
  readonly least?: readonly number[];
  /** The first version that is too new, as numbers; absent: none is. */
  readonly below?: readonly number[];
  /** Only where the engine's settings, or options of a stage, ask for it. */
  readonly when?: (options: Options) => boolean;
  /** What `pip` installs for it, where that is not its name. */
  readonly install?: string;
}

export interface EngineRequirements {
  /** Least Python. */
  readonly python: readonly [number, number];
  readonly packages: readonly Requirement[];
}

const ON_ADAPTER = ({ adapter }: Options): boolean => adapter === 'lora' || adapter === 'qlora';

/** What each engine needs of Python; an engine that is not here needs none. */
export const PYTHON_REQUIREMENTS: Readonly<Partial<Record<EngineName, EngineRequirements>>> = {
  trl: {
    python: [3, 10],
    packages: [
      { name: 'torch' },
      { name: 'transformers' },
      // Its options are checked against 1.13.
      { name: 'trl', least: [1, 13], install: 'trl[vlm]' },
      { name: 'accelerate' },
      { name: 'datasets' },
      { name: 'pillow' },
      { name: 'jinja2' },
      { name: 'peft', when: ON_ADAPTER },
      { name: 'bitsandbytes', when: ({ adapter }) => adapter === 'qlora' },
      { name: 'deepspeed', when: ({ deepspeed }) => deepspeed !== undefined && deepspeed !== null },
      { name: 'liger-kernel', when: ({ use_liger_kernel: liger }) => liger === true },
      { name: 'vllm', when: ({ vllm, use_vllm: own }) => (own ?? vllm) === true },
    ],
  },
  easyr1: {
    python: [3, 9],
    packages: [
      // A checkout is imported from its own folder.
      {
        name: 'verl',
        when: ({ home }) => home === undefined,
        install: 'git+https://github.com/hiyouga/EasyR1',
      },
      { name: 'torch' },
      { name: 'transformers', least: [4, 54], below: [5] },
      { name: 'ray', install: 'ray[default]' },
      { name: 'vllm' },
      { name: 'flash-attn' },
      { name: 'tensordict' },
      // From 2.4 on it refuses EasyR1's own default, `Tuple[str] = ("console", "wandb")`.
      { name: 'omegaconf', below: [2, 4] },
    ],
  },
};

/** A package that an environment lacks, and why it will not do. */
export interface Lack extends Requirement {
  readonly why: string;
  /** The one that is there; absent: none. */
  readonly version?: string;
}

/** Requirements of an engine with these settings, those of `engine_options` of its stages among them. */
export const requirementsOf = (
  { packages }: EngineRequirements,
  options: readonly Options[],
): readonly Requirement[] => packages.filter(({ when }) => when === undefined || options.some(when));

/** What an environment lacks, or has in too old a version. */
export const lackOf = ({ packages }: PythonEnvironment, wanted: readonly Requirement[]): readonly Lack[] =>
  wanted.flatMap((one) => {
    const version = packages.get(one.name);
    if (version === undefined) return [{ ...one, why: `${one.name} is missing` }];
    if (one.least !== undefined && !isAtLeast(numbers(version), one.least))
      return [
        { ...one, version, why: `${one.name} is ${version}, ${one.least.join('.')} or later is needed` },
      ];
    return one.below !== undefined && isAtLeast(numbers(version), one.below)
      ? [{ ...one, version, why: `${one.name} is ${version}, one before ${one.below.join('.')} is needed` }]
      : [];
  });

/** In a sentence: `torch, ray and vllm are missing, omegaconf is 2.4, one before 2.4 is needed`. */
export function lackWords(lacking: readonly Lack[]): string {
  const missing = lacking.filter(({ version }) => version === undefined).map(({ name }) => name);
  const last = missing.at(-1);
  const others = missing.slice(0, -1).join(', ');
  return [
    ...(last === undefined
      ? []
      : [others === '' ? `${last} is missing` : `${others} and ${last} are missing`]),
    ...lacking.filter(({ version }) => version !== undefined).map(({ why }) => why),
  ].join(', ');
}

/** The numbers that a version begins with: `2.13.0+cpu` is 2, 13, 0. */
const numbers = (version: string): readonly number[] =>
  (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
