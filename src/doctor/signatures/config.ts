import { statement } from '../text/statement';
import type { Signature } from './types';

/** After a failed override OmegaConf says where it belonged. */
const FULL_KEY = /^full_key:\s{1,4}([A-Za-z_][\w.]{0,200})\s*$/;

/** Failures of configuration: keys, types, and what the installed engine supports. */
export const CONFIG_SIGNATURES: readonly Signature[] = [
  {
    id: 'F22',
    title: 'The installed engine does not know a key',
    kind: 'fatal',
    message: 'A key of the configuration is unknown to the installed version of the engine',
    cause: 'Keys come and go with versions; `reward_type`, for one, moved into the reward module.',
    fix: 'Remove the key, or install the version that has it. For `reward_type`: set `REWARD_TYPE` in the reward module.',
    key: 'engine_options',
    lines: [
      {
        has: "' not in '",
        pattern: statement("Key '(\\w{1,120})' not in '(\\w{1,120})'"),
        says: (match) => `The installed engine has no key \`${match[1] ?? ''}\` in \`${match[2] ?? ''}\``,
        detail: FULL_KEY,
      },
      {
        has: "' is not in struct",
        pattern: statement("Key '(\\w{1,120})' is not in struct"),
        says: (match) => `The installed engine has no key \`${match[1] ?? ''}\``,
        detail: FULL_KEY,
      },
      {
        has: 'ConfigKeyError',
        pattern: /(?:^|[\s(:)])(?:omegaconf\.errors\.)?ConfigKeyError: (?!Key '\+)/,
        detail: FULL_KEY,
      },
    ],
  },
  {
    id: 'F23',
    title: 'A setting has the wrong type or form',
    kind: 'fatal',
    message: 'A value of the configuration cannot be read',
    cause:
      'A value has another type than the key wants, a list lost its quotes to the shell, or the key has Hydra’s `+`, which EasyR1 does not know.',
    fix: 'Write the value in the type of the key; no `+` before keys; `trainer.logger` is a list.',
    key: 'engine_options',
    lines: [
      {
        has: 'is not a valid bool',
        pattern: statement("Value '.{0,300}' is not a valid bool"),
        detail: FULL_KEY,
      },
      {
        has: 'could not be converted to',
        pattern: statement("Value '.{0,300}' .{0,60}could not be converted to (?:Integer|Float)"),
        detail: FULL_KEY,
      },
      {
        has: 'is not a ListConfig, list or tuple',
        pattern: statement('.{0,300}is not a ListConfig, list or tuple'),
        detail: FULL_KEY,
      },
      {
        has: "Key '+",
        pattern: statement("Key '\\+{1,2}(\\w[\\w.]{0,120})' not in '\\w{1,120}'"),
        says: (match) => `EasyR1 does not know Hydra’s \`+\` in \`+${match[1] ?? ''}\``,
      },
    ],
  },
  {
    id: 'F24',
    title: 'Model family is not supported without padding',
    kind: 'fatal',
    message: 'EasyR1 cannot train this model family with `padding_free`',
    cause: '`padding_free` patches the attention of the model, which exists for some families only.',
    fix: 'Set `worker.actor.padding_free: false`, or choose a supported family.',
    key: { easyr1: 'engine_options.worker.actor.padding_free', trl: '/model', embedded: '/model' },
    lines: [
      {
        has: 'is not supported yet',
        pattern: statement('Model architecture ([\\w.-]{1,120}) is not supported yet'),
        says: (match) => `EasyR1 cannot train the model family ${match[1] ?? ''} with \`padding_free\``,
      },
    ],
    suggest: () => false,
  },
  {
    id: 'F25',
    title: 'Freezing the vision encoder has no effect',
    kind: 'silent',
    message: 'The vision encoder is trained although it should be frozen',
    cause:
      'EasyR1 freezes a part named `visual`; this model’s is called otherwise, and only a line in the log says so.',
    fix: 'Take `freeze: [vision]` out of the stage, or teach the engine the name of the part.',
    key: 'freeze',
    lines: [{ has: 'No vision tower found.', pattern: statement('No vision tower found\\.') }],
  },
];
