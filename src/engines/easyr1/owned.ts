import type { Easyr1Fault } from './faults';
import type { Easyr1Stage } from './numbers';

/** Keys that a stage's start writes itself, and how a curriculum says what they are about. */
const OWNED: Readonly<Record<string, string>> = {
  'data.train_files':
    'Name the rows in `datasets`; the stage’s `data`, `where` and `order` choose among them.',
  'data.val_files': 'Name validation rows with `validate`, or `val` of the dataset.',
  'data.image_dir': 'Name the folder with `images` of the dataset.',
  'data.format_prompt': 'Name the template with `prompt`.',
  'worker.actor.model.model_path': 'Name the model with `model`; `from` says which stage one starts from.',
  'worker.reward.reward_function': 'Name it with `reward`.',
  'trainer.save_checkpoint_path': 'Leave it out: checkpoints lie in the folder of the run.',
  'trainer.load_checkpoint_path':
    'Leave it out: `from` and `checkpoint` of a stage say where it starts, and a stopped run is resumed by `stagecraft resume`.',
  'trainer.find_last_checkpoint':
    'Leave it out: a run never goes on from what lies in a folder by chance, and is resumed by `stagecraft resume`.',
};

/** Faults of keys that would be overwritten when the stage starts. */
export const ownedKeys = ({ engineOptions }: Easyr1Stage): readonly Easyr1Fault[] =>
  Object.keys(engineOptions)
    .filter((key) => Object.hasOwn(OWNED, key))
    .map((key) => ({
      code: 'SC404',
      message: `\`${key}\` is filled in when a stage starts, so a value written here would be lost`,
      hint: OWNED[key] ?? 'Leave it out.',
    }));
