import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkAllVariants, MODEL_PRESETS, type Curriculum } from '../../../src/language';
import { acceptsValue, engineOption } from '../../../src/engines';
import { packageRoot } from '../../../src/protocol';
import { formatDocument } from '../../../src/service/format';
import { curriculumTemplates } from '../../../src/service/templates';
import { openWorkshop } from '../../plan/workshop';
import { snapshotOf } from '../snapshot';

const templates = curriculumTemplates();
const named = (id: string) => {
  const found = templates.find((one) => one.id === id);
  if (found === undefined) throw new Error(`No template ${id}`);
  return found;
};
const curriculumOf = (id: string): Curriculum => {
  const { base } = checkAllVariants('/x/mine.curriculum.yaml', { text: named(id).text('mine') });
  if (base.curriculum === undefined) throw new Error('no curriculum');
  return base.curriculum;
};

describe('new curricula', () => {
  it('start from the example, from each backbone of the paper, or from nothing', () => {
    const backbones = Object.keys(MODEL_PRESETS).filter((name) => name !== 'micro-vlm');
    expect(templates.map(({ id }) => id)).toEqual(['example', ...backbones, 'empty']);
    expect(new Set(templates.map(({ title }) => title)).size).toBe(templates.length);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s: has nothing to be mended, with any of its variants, and nothing to be formatted',
    (_, template) => {
      const text = template.text('mine');
      const { problems, base } = checkAllVariants('/x/mine.curriculum.yaml', { text });
      expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
      expect(base.curriculum?.name).toBe('mine');
      expect(formatDocument(snapshotOf(text), { tabSize: 2, insertSpaces: true })).toEqual([]);
    },
  );

  it('set no option that the engine does not know', () => {
    for (const { id } of templates) {
      const { engine, stages, pooledEngineOptions } = curriculumOf(id);
      for (const options of [...stages.map((stage) => stage.engineOptions), pooledEngineOptions ?? {}]) {
        for (const [key, value] of Object.entries(options)) {
          const option = engineOption(engine.name, key);
          expect(option !== undefined && acceptsValue(option, value) && !option.automatic, key).toBe(true);
        }
      }
    }
  });

  it('take any name and make it one that a curriculum can have', () => {
    for (const template of templates) {
      for (const [name, made] of [
        ['Größe: #1', 'Gro-e-1'],
        ['', 'my-curriculum'],
        ['../x', 'x'],
      ] as const) {
        const { base, problems } = checkAllVariants('/x/x.curriculum.yaml', { text: template.text(name) });
        expect(problems).toEqual([]);
        expect(base.curriculum?.name.toLowerCase()).toContain(made.slice(-1).toLowerCase());
      }
    }
  });

  it('hold the published settings', () => {
    const qwen = curriculumOf('qwen3-vl-8b');
    expect(qwen.schedule).toEqual({ capability: 'staged', difficulty: 'easy-to-hard' });
    expect(
      qwen.stages.map(({ settings }) => [settings.epochs, settings.validate_every, settings.save_every]),
    ).toEqual([
      [16, 6, 12],
      [15, 25, 25],
      [15, 15, 30],
    ]);
    expect(qwen.defaults).toMatchObject({ batch: 512, rollouts: 5, learning_rate: 1e-6, kl: 0.01, gpus: 8 });
    expect(qwen.stages.map(({ settings }) => settings.freeze)).toEqual([undefined, ['vision'], undefined]);
    expect(qwen.stages[2]?.engineOptions).toMatchObject({
      'worker.actor.micro_batch_size_per_device_for_update': 16,
      'worker.actor.micro_batch_size_per_device_for_experience': 64,
      'worker.rollout.gpu_memory_utilization': 0.7,
    });
    expect(curriculumOf('qwen2.5-vl-7b').stages[1]?.settings.save_every).toBe(75);
    const internvl = curriculumOf('internvl3.5-8b');
    expect(internvl.stages.map(({ settings }) => [settings.freeze, settings.max_prompt_length])).toEqual([
      [undefined, 4096],
      [undefined, undefined],
      [undefined, 4096],
    ]);
    expect(internvl.stages[0]?.engineOptions).toMatchObject({
      'worker.actor.padding_free': false,
      'worker.actor.offload.offload_optimizer': true,
    });
    expect(internvl.stages[1]?.engineOptions['worker.actor.offload.offload_optimizer']).toBe(false);
  });

  it('plan with data in place: every stage and every variant of the paper', async () => {
    const shop = await openWorkshop();
    try {
      for (const name of ['perception', 'text', 'visual']) {
        shop.rows(
          `data/${name}.jsonl`,
          Array.from({ length: 1200 }, (_, index) => ({
            problem: `${index} + 1?`,
            answer: String(index + 1),
            pass_rate: (index % 4) / 4,
          })),
        );
      }
      const text = named('qwen3-vl-8b').text('mine');
      const plan = await shop.planned(text);
      expect(plan.stages.map(({ id }) => id)).toEqual(['see', 'think', 'see-and-think']);
      const totals: number[] = plan.stages.map(({ steps }) => steps.total);
      expect(totals).toEqual([32, 30, 30]);
      expect((await shop.planned(text, { variant: 'merged' })).stages).toHaveLength(1);
      expect((await shop.planned(text, { variant: 'ordered' })).stages).toHaveLength(1);
      const reversed = await shop.planned(text, { variant: 'reversed' });
      expect(reversed.stages.map(({ id }) => id)).toEqual(['see-and-think', 'think', 'see']);
    } finally {
      await shop.close();
    }
  });

  it('the example finds all it reads beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagecraft-template-'));
    try {
      const template = named('example');
      const { files } = template;
      for (const name of files?.names ?? []) {
        cpSync(join(packageRoot(), files?.folder ?? '', name), join(folder, name), { recursive: true });
      }
      const file = join(folder, 'mine.curriculum.yaml');
      writeFileSync(file, template.text('mine'));
      const { base } = checkAllVariants(file);
      const read = [
        base.curriculum?.prompt,
        ...(base.curriculum?.datasets ?? []).flatMap(({ train, val, test }) =>
          [train, val, test].map((one) => (one?.kind === 'file' ? one.path : undefined)),
        ),
      ];
      expect(read).toHaveLength(10);
      for (const path of read) expect(path !== undefined && existsSync(path), path).toBe(true);
      expect(template.text('mine')).not.toContain('examples/');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
