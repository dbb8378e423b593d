import type { Severity } from '../protocol';

/** What a problem code of the engines means, for the reference page. */
export interface EngineCodeInfo {
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** Problems that only an engine can find: SC40x for any, SC41x for the embedded one. */
export const ENGINE_CODES = {
  SC400: {
    severity: 'error',
    title: 'An engine that is not there',
    explanation: 'The curriculum names an engine that this version of Stagecraft cannot run.',
  },
  SC401: {
    severity: 'error',
    title: 'An unknown engine option',
    explanation:
      'Keys of `engine_options` and of the engine’s own mapping are passed to the engine, which does not know this one. A misspelt option would be ignored silently.',
  },
  SC402: {
    severity: 'error',
    title: 'An engine option of the wrong kind',
    explanation: 'The engine knows the option, but not this value.',
  },
  SC403: {
    severity: 'error',
    title: 'Groups of one response',
    explanation:
      'GRPO learns from the differences between the responses of one group. With `rollouts: 1` every advantage is zero and nothing is learned.',
  },
  SC404: {
    severity: 'error',
    title: 'An engine option that is filled in',
    explanation:
      'The value of this key is computed when the stage starts, from other keys or from the run. One that the curriculum writes would be overwritten silently.',
  },
  SC405: {
    severity: 'error',
    title: 'An engine option that is gone',
    explanation:
      'Older versions of the engine had this key, newer ones refuse to start with it. The published scripts set one such key.',
  },
  SC406: {
    severity: 'error',
    title: 'An engine option of another method',
    explanation:
      'The engine trains each method with a trainer of its own, and the one of this stage does not take the key.',
  },
  SC410: {
    severity: 'error',
    title: 'A device that the runtime does not offer',
    explanation:
      'The embedded engine runs where onnxruntime finds its libraries: `cpu` everywhere, `webgpu` with a graphics driver, `cuda` with the CUDA libraries installed.',
  },
  SC411: {
    severity: 'error',
    title: 'A base model that cannot be read',
    explanation:
      'The embedded engine starts from a folder with `config.json`, `tokenizer.json` and `model.safetensors` in its own format; weights of a large model are not one.',
  },
  SC412: {
    severity: 'info',
    title: 'The micro model stands in',
    explanation:
      'The embedded engine always trains its micro model. With a large model in `model` the run is a rehearsal: data, rewards, schedule and audit are real, the figures are not those of that model.',
  },
  SC413: {
    severity: 'info',
    title: 'Lengths beyond the micro model’s context',
    explanation:
      'Prompt and response share the context of the micro model. Longer prompts lose their start, responses end where the context does.',
  },
  SC414: {
    severity: 'warning',
    title: 'An audit that this version does not do',
    explanation:
      'Failures are attributed by the counterfactual method, on the run’s own predictions. Judges, labelling by hand and results of other programs are part of the language, but not of this version: the run is graded, its failures are not attributed.',
  },
} as const satisfies Readonly<Record<`SC4${number}`, EngineCodeInfo>>;

export type EngineCode = keyof typeof ENGINE_CODES;
