import type { EngineName } from '../../language';

/** A distribution that an engine imports. */
export interface Requirement {
  /** As `importlib.metadata` knows it. */
  readonly name: string;
  /** Least version, as numbers; absent: any. */
  readonly least?: readonly number[];
  /** Only where the engine's settings ask for it. */
  readonly when?: (options: Readonly<Record<string, unknown>>) => boolean;
  /** What `pip` installs for it, where that is not its name. */
  readonly install?: string;
}

export interface EngineRequirements {
  /** Least Python. */
  readonly python: readonly [number, number];
  readonly packages: readonly Requirement[];
}

const ON_ADAPTER = ({ adapter }: Readonly<Record<string, unknown>>): boolean =>
  adapter === 'lora' || adapter === 'qlora';

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
      { name: 'peft', when: ON_ADAPTER },
      { name: 'bitsandbytes', when: ({ adapter }) => adapter === 'qlora' },
      { name: 'vllm', when: ({ vllm }) => vllm === true },
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
      { name: 'transformers' },
      { name: 'ray', install: 'ray[default]' },
      { name: 'vllm' },
      { name: 'flash-attn' },
      { name: 'tensordict' },
      { name: 'omegaconf' },
    ],
  },
};
