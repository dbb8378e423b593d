import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedEngine, ENGINE_CODES, engineFor } from '../../src/engines';
import { OPTION_NAMES, parseOptions } from '../../src/engines/embedded/options/options';
import { deviceTrouble } from '../../src/engines/embedded/runtime/devices';
import { jsonLinesReader } from '../../src/engines/json-lines';
import { ENGINE_NAMES, ENGINES } from '../../src/language';
import { makeWorkspace, type Workspace } from './support/workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.remove());

const codes = async (...args: Parameters<Workspace['plan']>): Promise<string[]> =>
  (await embeddedEngine.check(workspace.plan(...args))).map(({ code }) => code);

describe('the check of the embedded engine', () => {
  it('finds nothing wrong with a plan that runs', async () => {
    expect(await codes()).toEqual([]);
  });

  it('names the option that was meant', async () => {
    const [problem] = await embeddedEngine.check(workspace.plan({ options: { validation_row: 3 } }));
    expect(problem).toMatchObject({
      code: 'SC401',
      severity: 'error',
      hint: 'Did you mean `validation_rows`?',
    });
    expect(problem!.place.file).toBe(join(workspace.folder, 'test.curriculum.yaml'));
  });

  it('refuses values, groups of one, models that are none and devices that are not there', async () => {
    expect(await codes({ options: { threads: 'many' } })).toEqual(['SC402']);
    expect(await codes({ settings: { rollouts: 1 } })).toEqual(['SC403']);
    expect(await codes({ settings: { rollouts: 1, method: 'sft' } })).toEqual([]);
    expect(await codes({ options: { base: 'data' } })).toEqual(['SC411']);
    expect(await deviceTrouble('cpu')).toBeUndefined();
    // Whether the runtime was built with a device does not count; whether it computes does.
    for (const device of ['webgpu', 'cuda'] as const) {
      const trouble = await deviceTrouble(device);
      const told = trouble === undefined ? [] : [{ code: 'SC410', ...trouble }];
      expect(await embeddedEngine.check(workspace.plan({ options: { device } }))).toMatchObject(told);
      const message = trouble?.message ?? `offers no \`${device}\``;
      expect(message).toContain(`offers no \`${device}\``);
      expect(message).not.toMatch(/\n|onnxruntime_src|was false/);
    }
  });

  it('says when the context is short and when the micro model stands in', async () => {
    expect(await codes({ settings: { max_prompt_length: 500 } })).toEqual(['SC413']);
    const plan = workspace.plan();
    const large = {
      ...plan,
      curriculum: { ...plan.curriculum, model: { kind: 'hub', id: 'Qwen/Qwen3' } as const },
    };
    const [stage] = large.stages;
    const problems = await embeddedEngine.check({ ...large, stages: [{ ...stage!, engineOptions: {} }] });
    expect(problems.map(({ code }) => code)).toContain('SC412');
  });

  it('knows every option that the language offers, with the same default', () => {
    const { options } = parseOptions({});
    for (const [name, field] of Object.entries(ENGINES.embedded.settings)) {
      expect(OPTION_NAMES).toContain(name);
      if ('default' in field) expect(options[name as keyof typeof options]).toBe(field.default);
    }
  });

  it('uses codes that are documented', () => {
    for (const { title, explanation } of Object.values(ENGINE_CODES)) {
      expect(title.length).toBeGreaterThan(5);
      expect(explanation.length).toBeGreaterThan(20);
    }
  });
});

describe('engines', () => {
  it('are all there, each under its own name', () => {
    expect(engineFor('embedded')).toBe(embeddedEngine);
    for (const name of ENGINE_NAMES) expect(engineFor(name).name).toBe(name);
  });

  it('speak in lines: events in pieces, everything else is log', () => {
    const reader = jsonLinesReader();
    expect(reader.push('{"type":"finis')).toEqual({ events: [], log: '' });
    const read = reader.push('hed","step":3,"reason":"steps"}\nplain\n{"type":"other"}\n{broken\n');
    expect(read.events).toEqual([{ type: 'finished', step: 3, reason: 'steps' }]);
    expect(read.log).toBe('plain\n{"type":"other"}\n{broken\n');
  });
});
