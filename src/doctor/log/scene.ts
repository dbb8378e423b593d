import type { Scene } from '../signatures';

/** Frames between training and sampling: vLLM takes its memory back and gets the new weights. */
const WAKING = /\bwake_up\b|\bsync_weights?\b|load_vllm_and_sync_weights|prepare_rollout_engine|_to_vllm\b/;
/** Libraries that only watch a run: what fails in them has nothing to do with its rows. */
const WATCHER = /(?:site|dist)-packages\/(?:wandb|swanlab|mlflow|tensorboard|tensorboardX|matplotlib)\//;
const FRAME = 'File "';
const TRACE = 'Traceback (most recent call last)';
const CHOSEN = /["']load_checkpoint_path["']?\s?:\s?["'][^"']/;
const BAD_FILE = /JSON parse error|UnicodeDecodeError|ArrowInvalid/;

/** Workers whose traces are kept apart; more than a log has at a time. */
const MOST_SOURCES = 256;

/** Words whose lines `sceneKeeper` must see. */
export const SCENE_WORDS = [
  TRACE,
  'File "',
  'wake_up',
  'sync_weight',
  'prepare_rollout_engine',
  '_to_vllm',
  'load_checkpoint_path',
  'JSON parse error',
  'UnicodeDecodeError',
  'ArrowInvalid',
] as const;

/** Follows what a log tells besides failures, for those that a single line cannot tell apart. */
export function sceneKeeper(): { readonly see: (text: string, source: string) => Scene } {
  const waking = new Set<string>();
  const watching = new Set<string>();
  let checkpointChosen = false;
  let badDataFile = false;
  return {
    see: (text, source) => {
      if (text.startsWith(FRAME) || text.startsWith(TRACE)) {
        if (WATCHER.test(text) && watching.size < MOST_SOURCES) watching.add(source);
        else watching.delete(source);
      }
      if (text.startsWith(TRACE)) waking.delete(source);
      else if (WAKING.test(text) && waking.size < MOST_SOURCES) waking.add(source);
      checkpointChosen ||= CHOSEN.test(text);
      badDataFile ||= BAD_FILE.test(text);
      return { wakingUp: waking.has(source), inWatcher: watching.has(source), checkpointChosen, badDataFile };
    },
  };
}
