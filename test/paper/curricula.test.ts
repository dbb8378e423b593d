import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataEngine } from '../../src/data';
import { engineFor, withEngineProblems } from '../../src/engines';
import { checkCurriculum } from '../../src/language';
import { checkFile } from '../../src/plan';
import type { Problem } from '../../src/protocol';
import { openPlans, requestFor } from './plans';
import { BACKBONES, paperWorkspace } from './workspace';
import { discard } from '../fixtures/discard';

const workspace = paperWorkspace();
let plans: Awaited<ReturnType<typeof openPlans>>;
beforeAll(async () => {
  plans = await openPlans(workspace.root);
});
afterAll(async () => {
  await plans.close();
  workspace.remove();
});

async function check(root: string, file: string): Promise<readonly Problem[]> {
  const data = await openDataEngine({ folders: [root] });
  try {
    return await withEngineProblems(file, await checkFile(file, { data, variant: 'all' }));
  } finally {
    await data.close();
  }
}

const serious = (problems: readonly Problem[]): readonly string[] =>
  problems
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, message }) => `${code} ${message}`);

describe.each(BACKBONES)('%s', (backbone) => {
  const file = workspace.file(backbone);
  const { variants } = checkCurriculum(file);

  it('has nothing wrong with its data there, in any variant', async () => {
    // The weights that LLaMA-Factory has yet to write are the one thing that no placeholder stands for.
    const found = serious(await check(workspace.root, file));
    expect(found.filter((text) => !text.includes('docci-captions'))).toEqual([]);
  }, 60_000);

  it.each([undefined, ...variants])('compiles every stage of %s', async (variant) => {
    const plan = await plans.plan(file, variant);
    for (const { id } of plan.stages) {
      const { argv, files } = await engineFor('easyr1').command(requestFor(plan, id, workspace.root));
      expect(argv.slice(1, 3)).toEqual(['-m', 'verl.trainer.main']);
      expect(Object.keys(files)).toContain(argv[3]?.replace('config=', ''));
    }
  });

  it('is as long as the scripts make it', async () => {
    const { stages } = await plans.plan(file);
    expect(stages.map(({ id, steps }) => [id, steps.total])).toEqual([
      ['see', 96],
      ['think', 375],
      ['see-and-think', 465],
    ]);
  });
});

describe('the variants', () => {
  it.each([
    ['merged', ['merged']],
    ['order-2-1-3', ['think', 'see', 'see-and-think']],
    ['order-3-2-1', ['see-and-think', 'think', 'see']],
    ['without-seeing', ['think', 'see-and-think']],
    ['without-thinking', ['see', 'see-and-think']],
    ['see-and-think-alone', ['see-and-think']],
    ['capability-in-one-stage', ['ordered']],
  ])('%s runs %s, the first from the base model', async (variant, ids) => {
    for (const backbone of BACKBONES) {
      const { stages } = await plans.plan(workspace.file(backbone), variant);
      expect(stages.map(({ id }) => id)).toEqual(ids);
      expect(stages[0]?.from.kind).toBe('base');
    }
  });

  it('orders rows as its words say', async () => {
    const order = async (variant: string) =>
      (await plans.plan(workspace.file('qwen3-vl-8b'), variant)).stages.map(
        ({ order: { shuffle, byCapability, byDifficulty } }) => ({ shuffle, byCapability, byDifficulty }),
      );
    const sorted = { shuffle: false, byCapability: false, byDifficulty: 'easy-to-hard' };
    expect(await order('merged')).toEqual([{ shuffle: true, byCapability: false, byDifficulty: 'none' }]);
    expect(await order('difficulty')).toEqual([sorted]);
    expect(await order('capability-in-one-stage')).toEqual([
      { shuffle: false, byCapability: true, byDifficulty: 'none' },
    ]);
    expect(await order('capability-and-difficulty')).toEqual([sorted, sorted, sorted]);
  });
});

describe('without the data', () => {
  it('says of every data set how to download it, and nothing else', async () => {
    const root = mkdtempSync(join(tmpdir(), 'stagecraft-paper-'));
    try {
      cpSync(fileURLToPath(new URL('../../examples/paper', import.meta.url)), root, {
        recursive: true,
        filter: (path) => !path.endsWith('/data'),
      });
      const found = (await check(root, join(root, 'qwen2.5-vl-7b.curriculum.yaml'))).filter(
        ({ severity }) => severity === 'error',
      );
      expect(found.map(({ code }) => code)).toEqual(['SC300', 'SC300', 'SC300']);
      expect(
        found.map(
          ({ hint }) =>
            /`hf download (?<id>\S+) --repo-type dataset --local-dir data\/\S+`/u.exec(hint ?? '')?.groups
              ?.id,
        ),
      ).toEqual(
        ['Perception', 'TextReasoning', 'VisualReasoning'].map(
          (name) => `UCSC-VLAA/VLM-CapCurriculum-${name}-Data`,
        ),
      );
    } finally {
      discard(root);
    }
  }, 60_000);
});
