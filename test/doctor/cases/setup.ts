import { rank, runner, trace, worker, type Case } from './prefixed';

export const SETUP_CASES: Readonly<Record<string, Case>> = {
  F22: {
    shows: [
      trace(
        "omegaconf.errors.ConfigKeyError: Key 'reward_type' not in 'RewardConfig'\n    full_key: worker.reward.reward_type\n    object_type=RewardConfig",
      ),
      trace("omegaconf.errors.ConfigAttributeError: Key 'lora' is not in struct\n    full_key: actor.lora"),
    ],
    not: [
      runner(
        '{\n  "worker": {\n    "reward": {\n      "reward_type": "batch",\n      "reward_function": "x.py:main"',
      ),
      trace('KeyError: \'key "input_ids" not found in TensorDict with keys []\''),
    ],
  },
  F23: {
    shows: [
      trace(
        "omegaconf.errors.ValidationError: Value 'yess' is not a valid bool (type str)\n    full_key: data.shuffle",
      ),
      trace(
        "omegaconf.errors.ValidationError: Value '1e3' of type 'str' could not be converted to Integer\n    full_key: data.seed",
      ),
      trace(
        'omegaconf.errors.ValidationError: Invalid value assigned: str is not a ListConfig, list or tuple.',
      ),
      trace("omegaconf.errors.ConfigKeyError: Key '+trainer' not in 'PPOConfig'\n    full_key: +trainer"),
    ],
    not: [trace("ValueError: invalid literal for int() with base 10: 'abc'"), 'Value is not a valid answer'],
  },
  F24: {
    shows: [worker(trace('NotImplementedError: Model architecture internvl_chat is not supported yet.'))],
    not: [worker('UserWarning: device_map is not supported yet for this backend')],
  },
  F25: {
    shows: [worker('No vision tower found.')],
    not: [worker('Vision tower is set to not trainable.')],
  },
  F26: {
    shows: [
      worker(
        trace(
          'OSError: Error no file named pytorch_model.bin, model.safetensors, tf_model.h5, model.ckpt.index or flax_model.msgpack found in directory /ckpt/actor/huggingface.',
        ),
      ),
      trace(
        'OSError: /ckpt/huggingface does not appear to have a file named pytorch_model.bin or model.safetensors.',
      ),
    ],
    not: [
      trace('OSError: org/model does not appear to have a file named preprocessor_config.json.'),
      '{"answer": "OSError: Error no file named model.safetensors found in directory"}',
    ],
  },
  F27: {
    shows: [
      runner(
        'Found latest checkpoint: checkpoints/easy_r1/run/global_step_40, will resume from it. Turn off `find_last_checkpoint` to disable it.\nLoad from checkpoint: checkpoints/easy_r1/run/global_step_40.',
      ),
      runner('    "load_checkpoint_path": null,\n    "val_freq": 5\nLoad from checkpoint: /x/global_step_5.'),
    ],
    not: [
      // The user named it.
      runner(
        '    "load_checkpoint_path": "/x/global_step_5",\n    "val_freq": 5\nLoad from checkpoint: /x/global_step_5.',
      ),
      'Loading checkpoint shards: 100%|██████████| 4/4 [00:05<00:00,  1.3s/it]',
    ],
  },
  F28: {
    shows: [
      worker(
        trace(
          "FileNotFoundError: [Errno 2] No such file or directory: '/x/global_step_5/actor/model_world_size_4_rank_3.pt'",
        ),
      ),
    ],
    not: [worker('Saving model to /x/global_step_5/actor/model_world_size_4_rank_3.pt')],
  },
  F29: {
    shows: [
      runner(trace('ValueError: `load_checkpoint_path` should end with `global_step_*`.')),
      runner(trace('FileNotFoundError: Model checkpoint /x/global_step_7 not found.')),
    ],
    not: [runner('Checkpoint directory /x not found, creating it')],
  },
  F30: {
    shows: [
      runner('Format prompt file ./examples/format_prompt/math.jinja not found.'),
      runner('Chat template file chat.jinja not found.'),
    ],
    not: [runner('Use format prompt file ./examples/format_prompt/math.jinja.')],
  },
  F44: {
    shows: [
      worker(
        trace(
          'ImportError: /env/lib/python3.11/site-packages/flash_attn_2_cuda.cpython-311-x86_64-linux-gnu.so: undefined symbol: _ZN3c105ErrorC2E',
        ),
      ),
      trace(
        'ImportError: FlashAttention2 has been toggled on, but it cannot be used: the package flash_attn seems to be not installed.',
      ),
    ],
    not: ['You are attempting to use Flash Attention 2 (flash_attn) without specifying a torch dtype'],
  },
  F47: {
    shows: [worker(trace('RuntimeError: 0 active drivers ([]). There should only be one.'))],
    not: ['Setting ds_accelerator to cuda (auto detect)'],
  },
  F48: {
    shows: [
      runner(
        trace(
          'wandb.errors.errors.UsageError: api_key not configured (no-tty). call wandb.login(key=[your_api_key])',
        ),
      ),
      'wandb: ERROR Error while calling W&B API: user is not logged in (<Response [401]>)',
    ],
    not: [
      'wandb: WARNING Serializing object of type ndarray\nwandb: Currently logged in as: someone',
      'wandb: ERROR Dropped streaming file chunk (see wandb/debug-internal.log)',
    ],
  },
  F49: {
    shows: [
      trace("ConnectionError: Couldn't reach 'hiyouga/geometry3k' on the Hub (LocalEntryNotFoundError)"),
      rank(
        trace(
          'huggingface_hub.errors.LocalEntryNotFoundError: Cannot find an appropriate cached snapshot folder',
        ),
      ),
      trace(
        "OSError: Qwen/Qwen3-VL-8 is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
      ),
      trace("FileNotFoundError: Couldn't find any data file at /path/to/train."),
      trace('ValueError: Unknown split "test". Should be one of [\'train\'].'),
    ],
    not: [
      'except LocalEntryNotFoundError as error:',
      'INFO Fetching 12 files from the Hub',
      'Repo card metadata block was not found. Setting CardData to empty.',
    ],
  },
};
