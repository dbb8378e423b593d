import { resolveSettings, type Curriculum, type Difficulty, type StageSettings } from '../../language';

/** How rollouts are drawn. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
}

/** What `difficulty` says; without a limit of its own, the longest response of the stages that use the dataset. */
export function samplingOf(curriculum: Curriculum, dataset: string, difficulty: Difficulty): Sampling {
  const limits = trainingSettings(curriculum, dataset).map((settings) => settings.max_response_length);
  return {
    temperature: difficulty.temperature,
    topP: difficulty.top_p,
    maxTokens: difficulty.max_tokens ?? Math.max(...limits),
  };
}

/**
 * Settings of the stages that use a dataset, at least one: where none does, those that a stage has which says nothing.
 */
export function trainingSettings(curriculum: Curriculum, dataset: string): readonly StageSettings[] {
  const { defaults, stages, schedule, pooled } = curriculum;
  const using = stages.filter(({ data }) => data.includes(dataset));
  const own =
    schedule.capability === 'staged' || using.length === 0
      ? using.map(({ settings }) => settings)
      : [pooled ?? {}];
  return (own.length === 0 ? [{}] : own).map((settings) => resolveSettings(defaults, settings));
}
