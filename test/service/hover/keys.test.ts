import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GRAMMAR } from '../../../src/language';
import { packageRoot } from '../../../src/protocol';
import { hover } from '../../../src/service';
import { NOTHING_KNOWN } from '../known';
import { snapshotOf } from '../snapshot';
import { everyKey } from './grammar';
import { CURRICULUM, openProject, type Project } from './project';

let project: Project;
beforeAll(async () => {
  project = await openProject();
  const { uri } = project.open(CURRICULUM);
  await project.known.plan(project.file, uri);
});
afterAll(() => project.remove());

/** The curriculum with a piece replaced by one that holds the cursor. */
const at = (piece: string, marked: string): Promise<string | undefined> => {
  if (!CURRICULUM.includes(piece)) throw new Error(`no ${piece}`);
  return project.at(CURRICULUM.replace(piece, marked));
};

describe('the hover of a key', () => {
  it('is there for every key of the grammar, and its link is a heading of the reference page', async () => {
    const { text, keys } = everyKey();
    const page = readFileSync(join(packageRoot(), 'docs', 'reference.md'), 'utf8');
    const anchors = new Set(
      [...page.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replace(/\s/gu, '-'),
      ),
    );
    const snapshot = snapshotOf(text);
    expect(keys.length).toBeGreaterThan(200);
    for (const { path, doc, offset } of keys) {
      const found = await hover(snapshot, offset, NOTHING_KNOWN, undefined, { reference: 'r.md' });
      const contents = found?.contents;
      const words = typeof contents === 'object' && 'value' in contents ? contents.value : '';
      expect(words, path).toContain(doc);
      const anchor = /\(<r\.md#(.*?)>\)/u.exec(words)?.[1];
      expect(anchors, `${path}: ${anchor ?? 'no link'}`).toContain(anchor);
    }
    expect(Object.keys(GRAMMAR.keys).every((key) => keys.some(({ path }) => path === key))).toBe(true);
  });

  it('says what may be written, the effective value and where it comes from', async () => {
    expect(await at('learning_rate: 3e-4', 'learn|ing_rate: 3e-4'))
      .toBe(`**\`learning_rate\`**: a number above 0

Peak learning rate of AdamW.

- Value: \`3e-4\`, own value of this stage, in place of \`1e-4\`.
- Default: \`1e-6\`.

[Reference](<https://example.org/reference.md#stages>)`);
    expect(await at('learning_rate: 1e-4', 'learn|ing_rate: 1e-4'))
      .toBe(`**\`learning_rate\`**: a number above 0

Peak learning rate of AdamW.

- Value: \`1e-4\`, for every stage that writes none.
- Own values: \`hard\` \`3e-4\`.
- Default: \`1e-6\`.

[Reference](<https://example.org/reference.md#defaults>)`);
    expect(await at('epochs: 2', 'epochs: |2')).toContain(
      '- Value: `2`, own value of this stage, in place of `1`.',
    );
    expect(await at('validate_every: 2', 'validate_every|: 2')).toContain(
      '- Without it: once an epoch where that makes 2 to 20 validations, else about ten times; and at the end of the stage.',
    );
  });

  it('says which of two answers to one question wins', async () => {
    const steps = CURRICULUM.replace('defaults: {', 'defaults: { steps: 7, epochs: 3,');
    expect(await project.at(steps.replace('epochs: 3', 'ep|ochs: 3'))).toContain('- `steps` wins: `7`.');
    // Its own `epochs` beat `steps` of the defaults.
    expect(await project.at(steps.replace('epochs: 2', 'ep|ochs: 2'))).not.toContain('wins');
  });

  it('names the engine’s own key, its planned value, and the option that overrules it', async () => {
    const other = CURRICULUM.replace('micro-vlm', 'qwen2.5-vl-7b').replace('embedded', 'easyr1');
    expect(await project.at(other.replace('learning_rate: 3e', 'learn|ing_rate: 3e'))).toContain(
      '- For the easyr1 engine: `worker.actor.optim.lr`.',
    );
    expect(
      await project.at(
        other.replace(
          'learning_rate: 3e-4',
          'engine_options: { worker.actor.optim.lr: 5e-6 }\n    learn|ing_rate: 3e-4',
        ),
      ),
    ).toContain('- `engine_options` wins: `worker.actor.optim.lr` is `5e-6`.');
    const { uri } = project.open(other);
    await project.known.plan(project.file, uri);
    expect(await project.at(other.replace('learning_rate: 3e', 'learn|ing_rate: 3e'))).toContain(
      '- For the easyr1 engine: `worker.actor.optim.lr` = `3e-4`.',
    );
    const trl = other.replace('easyr1', 'trl').replace('learning_rate: 3e-4', 'fre|eze: [vision]');
    project.open(CURRICULUM);
    await project.known.plan(project.file, uri);
    expect(await project.at(trl)).toContain(
      'For the trl engine: `requires_grad` (off for the weights of the vision encoder).',
    );
  });

  it('says that a pooled schedule takes its settings elsewhere', async () => {
    const pooled = CURRICULUM.replace('stages:', 'schedule: { capability: merged }\nstages:');
    expect(await project.at(pooled.replace('epochs: 2', 'ep|ochs: 2'))).toContain(
      'The schedule is `merged`: its one stage takes its settings from `pooled` and `defaults`.',
    );
    const unused = CURRICULUM.replace('stages:', 'pooled: { ep|ochs: 4 }\nstages:');
    expect(await project.at(unused)).toContain('The schedule is `staged`: `pooled` is not used.');
  });

  it('of the engine’s own options says type, default and meaning', async () => {
    const other = (options: string): Promise<string | undefined> =>
      project.at(
        CURRICULUM.replace('micro-vlm', 'qwen2.5-vl-7b')
          .replace('embedded', 'easyr1')
          .replace('epochs: 2', `engine_options: ${options}`),
      );
    expect(await other('{ worker.actor.clip_ratio_hi|gh: 0.3 }'))
      .toBe(`**\`worker.actor.clip_ratio_high\`**: a number (easyr1 engine)

How far above 1 the probability ratio may go before it is clipped (DAPO’s wider upper bound).

- The engine’s default: \`0.3\`.
- Wins over the setting that becomes the same key.

[Reference](<https://example.org/reference.md#stages>)`);
    expect(await other('{ worker: { actor: { loss_avg_mode: s|eq } } }')).toContain(
      '**`worker.actor.loss_avg_mode`**: one of `token`, `seq` (easyr1 engine)',
    );
    expect(await other('{ worker.actor.kl_co|ef: 1 }')).toContain(
      'Filled in when a stage starts: leave it out.',
    );
    expect(await other('{ worker.reward.reward_ty|pe: batch }')).toContain('was dropped from EasyR1');
    expect(await other('{ no.such.ke|y: 1 }')).toBe('**`no.such.key`** is no option of the easyr1 engine.');
  });

  it('says nothing where nothing stands', async () => {
    expect(await project.at('|')).toBeUndefined();
    expect(await project.at('curriculum: 1\n|\nname: x\n')).toBeUndefined();
    expect(await project.at('name: x # a com|ment\n')).toBeUndefined();
  });

  it('says what the code of a problem means, with a link to it', async () => {
    expect(await project.at('no_such_key|: 1\n')).toMatch(
      /^- \[SC1\d\d\]\(<https:\/\/example\.org\/reference\.md#sc1\d\d>\) \w.*: \w/u,
    );
    const negative = CURRICULUM.replace('epochs: 2', 'epochs: -2|');
    const words = await project.at(negative);
    expect(words).toContain('How often each row is seen.');
    expect(words).toMatch(/- \[SC1\d\d\]/u);
  });
});
