import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adoptScripts } from '../../src/adopt';
import { compiled, differences, published } from '../paper/compare';
import { openPlans, requestFor } from '../paper/plans';
import { TRAININGS, writeScripts, type Script } from '../paper/scripts';
import { paperWorkspace } from '../paper/workspace';

const workspace = paperWorkspace();
const scripts = writeScripts(join(workspace.root, 'published'));
let plans: Awaited<ReturnType<typeof openPlans>>;
beforeAll(async () => {
  plans = await openPlans(workspace.root);
});
afterAll(async () => {
  await plans.close();
  workspace.remove();
});

/** Where a user of the scripts would say that things are. */
const PLACES: Readonly<Record<string, string>> = {
  VLMCC_STAGE1_TRAIN: workspace.rows('Perception'),
  VLMCC_STAGE1_IMAGE_DIR: workspace.images('Perception'),
  VLMCC_STAGE2_TRAIN: workspace.rows('TextReasoning'),
  VLMCC_STAGE3_TRAIN: workspace.rows('VisualReasoning'),
  VLMCC_STAGE3_IMAGE_DIR: workspace.images('VisualReasoning'),
  VLMCC_MERGED_TRAIN: workspace.rows('VisualReasoning'),
  VLMCC_MERGED_IMAGE_DIR: workspace.images('VisualReasoning'),
  VLMCC_DIFFICULTY_CAP_DIFF_TRAIN: workspace.rows('VisualReasoning'),
  VLMCC_PROMPTS: join(workspace.root, 'published', 'prompts'),
  VLMCC_REWARDS: join(workspace.root, 'published', 'rewards'),
};
mkdirSync(join(workspace.root, 'published', 'prompts'));
mkdirSync(join(workspace.root, 'published', 'rewards'));
writeFileSync(
  join(workspace.root, 'published', 'prompts', 'math.jinja'),
  '{{ content | trim }} Use <think> and \\boxed{}.\n',
);
writeFileSync(
  join(workspace.root, 'published', 'rewards', 'math.py'),
  'def compute_score(rows):\n    return []\n',
);

const short = ({ path }: Script): string => path.replace('training/examples/', '');
const HUB = {
  internvl3_5: 'OpenGVLab/InternVL3_5-8B-HF',
  internvl3: 'OpenGVLab/InternVL3-8B-hf',
  other: 'Qwen/Qwen3-VL-8B-Instruct',
};

/** A script that goes on from a checkpoint is given a model by its user. */
function placesOf({ model, path }: Script): Readonly<Record<string, string>> {
  if (model !== null) return PLACES;
  const start = path.includes('internvl3_5')
    ? HUB.internvl3_5
    : path.includes('internvl3')
      ? HUB.internvl3
      : HUB.other;
  return { ...PLACES, MODEL_PATH: start };
}

describe('a published script, adopted and compiled', () => {
  it.each(TRAININGS.map((script, index) => [short(script), script, index] as const))(
    '%s says the same again',
    async (_name, script, index) => {
      const places = placesOf(script);
      const settings = join(workspace.root, `places-${index}.sh`);
      writeFileSync(
        settings,
        Object.entries(places)
          .map(([name, value]) => `export ${name}='${value}'\n`)
          .join(''),
      );
      const out = join(workspace.root, `adopted-${index}.curriculum.yaml`);
      const { text, notes } = adoptScripts([scripts.get(script.path) ?? ''], { out, settings: [settings] });
      writeFileSync(out, text);
      const plan = await plans.plan(out);
      const [stage] = plan.stages;
      expect(plan.stages).toHaveLength(1);
      const ours = await compiled(requestFor(plan, stage?.id ?? '', workspace.root), workspace);
      const frozen =
        script.path.includes('internvl') &&
        script.overrides['worker.actor.model.freeze_vision_tower'] === 'true';
      expect(differences(published(script, workspace, places), ours)).toEqual([
        {
          key: 'trainer.experiment_name',
          published: script.overrides['trainer.experiment_name'],
          ours: `${script.overrides['trainer.experiment_name'] ?? ''}-train`,
        },
        // A run has its own folder, and its own files to be followed by.
        { key: 'trainer.find_last_checkpoint', published: true, ours: false },
        { key: 'trainer.logger', published: ['console', 'wandb'], ours: ['console', 'file'] },
        {
          key: 'trainer.save_checkpoint_path',
          published: null,
          ours: 'PAPER/.stagecraft/runs/RUN/stages/train/checkpoints',
        },
        // D13: EasyR1 does not find the vision tower of InternVL.
        ...(frozen ? [{ key: 'worker.actor.model.freeze_vision_tower', published: true, ours: false }] : []),
        // D01: the key is gone.
        { key: 'worker.reward.reward_type', published: 'batch', ours: undefined },
      ]);
      expect(notes.some(({ text: said }) => said.includes('reward_type'))).toBe(true);
      expect(notes.some(({ text: said }) => said.includes('freeze_vision_tower'))).toBe(frozen);
      expect(notes.some(({ text: said }) => said.includes('`best` is not measured'))).toBe(
        script.overrides['trainer.save_freq'] === '31',
      );
      expect(notes.some(({ text: said }) => said.includes('placeholder'))).toBe(false);
    },
  );
});

describe('the three stages of a backbone', () => {
  it('become one curriculum, each stage from the one before', async () => {
    const of = (name: string): string => scripts.get(`training/examples/qwen3_vl_8b/${name}.sh`) ?? '';
    const settings = join(workspace.root, 'places.sh');
    writeFileSync(
      settings,
      Object.entries(PLACES)
        .map(([name, value]) => `${name}='${value}'\n`)
        .join(''),
    );
    const out = join(workspace.root, 'all.curriculum.yaml');
    const names = ['stage1_perception', 'stage2_text_reasoning', 'stage3_visual_reasoning'];
    writeFileSync(out, adoptScripts(names.map(of), { out, settings: [settings] }).text);
    const { curriculum, stages } = await plans.plan(out);
    expect(curriculum.name).toBe('qwen3_vl_8b');
    expect(curriculum.model).toEqual({ kind: 'preset', name: 'qwen3-vl-8b' });
    expect(stages.map(({ id }) => id)).toEqual(names);
    expect(stages.map(({ from }) => (from.kind === 'base' ? 'base' : from.stage))).toEqual([
      'base',
      ...names.slice(0, 2),
    ]);
    expect(stages.map(({ steps }) => steps.total)).toEqual([96, 375, 465]);
    expect(curriculum.datasets.map(({ capability }) => capability)).toEqual([
      'perception',
      'textual-reasoning',
      'visual-reasoning',
    ]);
  });
});
