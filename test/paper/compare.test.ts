import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled, differences, published } from './compare';
import { MATCHES } from './matches';
import { openPlans, requestFor } from './plans';
import { reasonsFor } from './reasons';
import { PUBLISHED, TRAININGS, type Script } from './scripts';
import { paperWorkspace } from './workspace';

const DEFECTS = new Map(
  (
    JSON.parse(
      readFileSync(fileURLToPath(new URL('../fixtures/paper/defects.json', import.meta.url)), 'utf8'),
    ) as readonly { readonly id: string; readonly title: string }[]
  ).map(({ id, title }) => [id, title]),
);
const PAPER = new URL('../../examples/paper/', import.meta.url);
const README = readFileSync(new URL('README.md', PAPER), 'utf8');

const workspace = paperWorkspace();
let plans: Awaited<ReturnType<typeof openPlans>>;
beforeAll(async () => {
  plans = await openPlans(workspace.root);
});
afterAll(async () => {
  await plans.close();
  workspace.remove();
});

const short = ({ path }: Script): string => path.replace('training/examples/', '');
const matchOf = (path: string) => MATCHES.filter(({ script }) => script === path);

describe('the published scripts and the paper’s curricula', () => {
  it('match one to one', () => {
    expect(PUBLISHED.scripts).toHaveLength(21);
    for (const { path } of PUBLISHED.scripts) expect(matchOf(path), path).toHaveLength(1);
    expect(MATCHES).toHaveLength(PUBLISHED.scripts.length);
    const places = MATCHES.map(({ curriculum, variant, stage }) => `${curriculum} ${variant ?? ''} ${stage}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it.each(TRAININGS.map((script) => [short(script), script] as const))(
    '%s: every key is equal, or different for a written reason',
    async (_name, script) => {
      const [match] = matchOf(script.path);
      if (match === undefined) throw new Error(script.path);
      const plan = await plans.plan(workspace.file(match.curriculum), match.variant);
      const request = requestFor(plan, match.stage, workspace.root);
      const found = differences(published(script, workspace), await compiled(request, workspace));
      const before = request.stage.from.kind === 'stage' ? request.stage.from.stage : undefined;
      const reasons = reasonsFor(match, script.overrides['trainer.experiment_name'] ?? '', before);
      const expected = reasons.map((reason) => ({
        key: reason.key,
        published: reason.published,
        ours: reason.ours,
      }));
      const byKey = (one: { readonly key: string }, other: { readonly key: string }): number =>
        one.key < other.key ? -1 : 1;
      expect(found).toEqual([...expected].sort(byKey));
      for (const { key, defects, because } of reasons) {
        if (Object.hasOwn(script.overrides, key)) expect(defects, key).not.toEqual([]);
        for (const id of defects) {
          expect(DEFECTS.has(id), id).toBe(true);
          expect(README, `README.md names ${id}`).toContain(id);
        }
        expect(because).not.toBe('');
      }
    },
  );

  it('sees a value that drifts', async () => {
    const [script] = TRAININGS.filter(({ path }) => path.endsWith('qwen3_vl_8b/stage1_perception.sh'));
    if (script === undefined) throw new Error('stage 1');
    const plan = await plans.plan(workspace.file('qwen3-vl-8b'));
    const ours = await compiled(requestFor(plan, 'see', workspace.root), workspace);
    const known = differences(published(script, workspace), ours).length;
    for (const [key, value] of Object.entries(script.overrides)) {
      if (key === 'worker.reward.reward_type') continue;
      const drifted = new Map(ours).set(key, `${value} but not quite`);
      const same = JSON.stringify(ours.get(key)) === JSON.stringify(published(script, workspace).get(key));
      expect(differences(published(script, workspace), drifted).length, key).toBe(known + (same ? 1 : 0));
    }
  });
});

describe('perception by imitation', () => {
  const [script] = PUBLISHED.scripts.filter(({ commands }) => commands !== undefined);
  const recipe = script?.commands ?? [];

  it('is the command of the published recipe', () => {
    const config = parse(readFileSync(new URL('sft/qwen3-vl-8b-docci.yaml', PAPER), 'utf8')) as Record<
      string,
      unknown
    >;
    const flags = recipe.flatMap((line): readonly (readonly [string, string])[] => {
      const [, flag, value] =
        /^--(model_name_or_path|dataset|finetuning_type|stage)\s+(\S+)/u.exec(line) ?? [];
      return flag === undefined || value === undefined ? [] : [[flag, value]];
    });
    expect(flags.map(([flag]) => flag)).toEqual([
      'model_name_or_path',
      'dataset',
      'finetuning_type',
      'stage',
    ]);
    for (const [flag, value] of flags) expect(config[flag], flag).toBe(value);
    expect(README).toContain('llamafactory-cli train sft/qwen3-vl-8b-docci.yaml');
    const info = JSON.parse(readFileSync(new URL('sft/dataset_info.json', PAPER), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(Object.keys(info)).toEqual([config.dataset]);
  });

  it('is followed by the second and third stage, the second from its weights', async () => {
    expect(recipe.filter((line) => /stage[23]_/u.test(line))).toHaveLength(2);
    const config = parse(readFileSync(new URL('sft/qwen3-vl-8b-docci.yaml', PAPER), 'utf8')) as {
      output_dir: string;
    };
    const plan = await plans.plan(workspace.file('qwen3-vl-8b'), 'sft-for-perception');
    expect(plan.stages.map(({ id }) => id)).toEqual(['think', 'see-and-think']);
    const own = await plans.plan(workspace.file('qwen3-vl-8b'));
    for (const id of ['think', 'see-and-think']) {
      const after = await compiled(requestFor(plan, id, workspace.root), workspace);
      const usual = await compiled(requestFor(own, id, workspace.root), workspace);
      expect(differences(usual, after).map(({ key }) => key)).toEqual(
        id === 'think' ? ['worker.actor.model.model_path'] : [],
      );
      if (id === 'think')
        expect(after.get('worker.actor.model.model_path')).toBe(`PAPER/${config.output_dir}`);
    }
  });
});
