import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseTemplate } from '../../src/engines';
import { EvaluateError, modelWish } from '../../src/evaluate';
import { chooseModel } from '../../src/evaluate/model/choose';
import { lookAtFolder } from '../../src/evaluate/model/folder';
import { withPrompt } from '../../src/evaluate/relay/messages';
import { openRelay } from '../../src/evaluate/relay/relay';
import { findServer } from '../../src/evaluate/server/find';
import { findVlmEvalKit } from '../../src/evaluate/vlmevalkit/find';
import { checkCurriculum } from '../../src/language';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'stagecraft pieces '))));
afterEach(() => discard(root));

const folder = (files: Readonly<Record<string, string>>): string => {
  const path = join(root, 'checkpoint');
  discard(path);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
};
const index = JSON.stringify({ weight_map: { a: 'model-1.safetensors', b: 'model-2.safetensors' } });

describe('what a checkpoint holds', () => {
  it.each([
    ['whole weights', { 'config.json': '{}', 'model.safetensors': '' }, { kind: 'model' }],
    ['all pieces of an index', { 'config.json': '{}', 'model.safetensors.index.json': index, 'model-1.safetensors': '', 'model-2.safetensors': '' }, { kind: 'model' }], // prettier-ignore
    ['a missing piece', { 'config.json': '{}', 'model.safetensors.index.json': index, 'model-1.safetensors': '' }, { kind: 'unmerged', missing: 'model-2.safetensors' }], // prettier-ignore
    ['a configuration without weights', { 'config.json': '{}' }, { kind: 'unmerged' }],
    ['an adapter', { 'adapter_config.json': '{"base_model_name_or_path":"Qwen/X"}', 'adapter_model.safetensors': '' }, { kind: 'adapter', base: 'Qwen/X' }], // prettier-ignore
    ['an adapter with a torn file', { 'adapter_config.json': '{"base' }, { kind: 'adapter' }],
    ['nothing', {}, { kind: 'none' }],
  ])('%s', (_, files, expected) => {
    expect(lookAtFolder(folder(files))).toEqual(expected);
  });

  it('says of an adapter how it is joined with its weights', async () => {
    const path = folder({ 'adapter_config.json': '{"base_model_name_or_path":"Qwen/X"}' });
    const file = join(root, 'a.curriculum.yaml');
    writeFileSync(file, 'curriculum: 1\nmodel: qwen3-vl-8b\nengine: trl\n');
    const { curriculum } = checkCurriculum(file);
    const chosen = chooseModel({ wish: { kind: 'folder', path }, curriculum: curriculum as never });
    await expect(chosen).rejects.toThrow(EvaluateError);
    await expect(chosen).rejects.toMatchObject({
      hint: expect.stringContaining('merge_and_unload') as string,
    });
  });

  it.each([
    ['best', { kind: 'rule', rule: { kind: 'best' } }],
    ['40', { kind: 'rule', rule: { kind: 'step', step: 40 } }],
    ['step 40', { kind: 'rule', rule: { kind: 'step', step: 40 } }],
    ['base', { kind: 'base' }],
    ['/models/x', { kind: 'folder', path: '/models/x' }],
    ['bset', undefined],
  ])('--checkpoint %s', (text, expected) => expect(modelWish(text)).toEqual(expected));
});

describe('programs that are missing', () => {
  it('VLMEvalKit: which interpreter was looked at, and what installs it', async () => {
    const looked = findVlmEvalKit({ python: '/nowhere/python', file: join(root, 'a.yaml'), root });
    await expect(looked).rejects.toThrow(/No Python 3\.8 or later .*\/nowhere\/python/);
    await expect(findVlmEvalKit({ home: root, file: join(root, 'a.yaml'), root })).rejects.toMatchObject({
      message: expect.stringContaining('no checkout of VLMEvalKit') as string,
      hint: expect.stringContaining('git clone https://github.com/open-compass/VLMEvalKit') as string,
    });
    await expect(findVlmEvalKit({ file: join(root, 'a.yaml'), root })).rejects.toMatchObject({
      message: expect.stringMatching(/VLMEvalKit is not installed in .*python/) as string,
      hint: expect.stringContaining('pip install') as string,
    });
  });

  it('the server: what installs it, and that one that runs will do', () => {
    expect(() => findServer('vllm', '/nowhere/bin/python', { PATH: root })).toThrow(
      /neither beside .* nor on/,
    );
    writeFileSync(join(root, 'vllm'), '');
    expect(findServer('vllm', join(root, 'python'), { PATH: '' })).toBe(join(root, 'vllm'));
  });
});

describe('the prompt around a question', () => {
  const template = parseTemplate('Before {{ content | trim }} after', 'p.jinja');
  const image = { type: 'image_url', image_url: { url: 'data:,x' } };
  const text = (value: string) => ({ type: 'text', text: value });
  const asked = (content: unknown) =>
    (
      withPrompt(
        {
          messages: [
            { role: 'system', content: 's' },
            { role: 'user', content },
          ],
        },
        template,
        'm',
      ) as {
        readonly messages: readonly { readonly content: unknown }[];
      }
    ).messages;

  it('leaves images where they are, and other messages as they are', () => {
    expect(asked('two?')[1]?.content).toBe('Before two? after');
    expect(asked([image, text('one?')])[1]?.content).toEqual([
      text('Before '), image, text('one? after'),
    ]); // prettier-ignore
    expect(asked([text('a '), image, text(' b')])[1]?.content).toEqual([
      text('Before a '), image, text(' b after'),
    ]); // prettier-ignore
    expect(asked('x')[0]).toEqual({ role: 'system', content: 's' });
  });

  it('keeps every image and every other text, whatever a benchmark writes', () => {
    const part = fc.oneof(
      fc.constant(image),
      fc.string().map(text),
      fc.constantFrom('<image>', 'a <image> b', '{{ content }}').map(text),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const content = asked(parts)[1]?.content as readonly { readonly type: string }[];
        expect(content.filter(({ type }) => type !== 'text')).toEqual(parts.filter((one) => one === image));
      }),
    );
  });

  it('passes on what is no chat request', () => {
    for (const body of [null, 1, [], 'x']) expect(withPrompt(body, template, 'm')).toEqual(body);
    expect(withPrompt({ messages: 1 }, template, 'm')).toEqual({ messages: 1, model: 'm' });
  });
});

describe('the relay', () => {
  it('lets in nobody without its token, passes on nothing else, and says when the server is gone', async () => {
    const relay = await openRelay({ server: 'http://127.0.0.1:9/v1', model: 'm', token: 'sk-right' });
    const ask = (path: string, token: string, body = '{"messages":[]}') =>
      fetch(`http://127.0.0.1:${relay.port}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body,
      }).then(({ status }) => status);
    try {
      expect(await ask('/v1/chat/completions', 'sk-wrong')).toBe(401);
      expect(await ask('/v1/models', 'sk-right')).toBe(404);
      expect(await ask('/v1/chat/completions', 'sk-right', 'no json')).toBe(400);
      expect(await ask('/v1/chat/completions', 'sk-right')).toBe(502);
    } finally {
      await relay.close();
    }
  });
});

describe('evaluate in a curriculum', () => {
  const problems = (evaluate: string, more = '') => {
    const file = join(root, 'a.curriculum.yaml');
    writeFileSync(
      file,
      `curriculum: 1\nmodel: qwen3-vl-8b\nengine: trl\ndatasets: { d: { capability: perception, train: d.jsonl } }\nstages: [{ id: see, data: d }]\n${more}evaluate: ${evaluate}\n`,
    );
    return checkCurriculum(file).problems.map(({ code, severity, message, hint }) => ({
      code,
      severity,
      message,
      hint,
    }));
  };

  it('is warned of benchmarks that nobody knows, with the nearest', () => {
    expect(problems('{ on: [MathVista_MINI, POPE, MMStar] }')).toEqual([]);
    expect(problems('{ on: [MathVista_MIN, POPE] }')).toMatchObject([
      { code: 'SC235', severity: 'warning', hint: 'Did you mean `MathVista_MINI`?' },
    ]);
    expect(problems('{ on: [OurOwnTable77] }')).toMatchObject([
      { code: 'SC235', hint: expect.stringContaining('classes: { OurOwnTable77') as string },
    ]);
    expect(problems('{ on: [OurOwnTable77], classes: { OurOwnTable77: CustomVQADataset } }')).toEqual([]);
    expect(problems('{ on: [POPE, POPE] }')).toMatchObject([{ code: 'SC236' }]);
  });

  it('names endpoints that are there, and one server', () => {
    const models = 'models: { mine: { url: "http://127.0.0.1:1/v1", model: m } }\n';
    expect(problems('{ on: POPE, endpoint: mine, judge: mine }', models)).toEqual([]);
    expect(problems('{ on: POPE, judge: mne }', models)).toMatchObject([
      { code: 'SC226', hint: 'Did you mean `mine`?' },
    ]);
    expect(problems('{ on: POPE, endpoint: mine, server: lmdeploy }', models)).toMatchObject([
      { code: 'SC224', message: expect.stringContaining('`server`') as string },
    ]);
    expect(problems('{ on: POPE, server: sglang }')).toMatchObject([{ severity: 'error' }]);
  });
});
