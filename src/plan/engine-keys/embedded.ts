import { SETTING_KEYS } from '../../language';
import { METRICS } from '../../protocol';
import { withOptions } from './options';
import type { EngineKeyTable } from './types';
import { given, known, rewardText, startingModel, trainingFile } from './values';

/** The embedded engine speaks our own language: settings and metrics keep their names. */
export const embeddedKeys: EngineKeyTable = {
  engine: 'embedded',
  metrics: Object.fromEntries(Object.keys(METRICS).map((name) => [name, name])),
  supervised: ['loss', 'grad_norm', 'learning_rate', 'step_seconds', 'val_reward', 'val_accuracy'],
  keys: (plan, stage) =>
    withOptions(
      [
        startingModel(plan, stage, 'model'),
        trainingFile(stage, 'train'),
        ...given('validate', 'validation', stage.validation?.path),
        known('reward', 'reward', rewardText(plan)),
        known('schedule', 'shuffle', stage.order.shuffle),
        ...SETTING_KEYS.filter((key) => key !== 'gpus' && key !== 'validate').flatMap((key) =>
          given(key, key, stage.settings[key]),
        ),
        ...Object.entries(plan.curriculum.engine.options).map(([key, value]) => known('engine', key, value)),
      ],
      stage,
    ),
};
