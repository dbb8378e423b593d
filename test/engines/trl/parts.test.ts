import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionText } from '../../../src/engines/embedded/prompts/question';
import { parseTemplate } from '../../../src/engines/embedded/prompts/template';
import { ENV, makeBench, python, ROOT, VISION, type Bench, type TrainChanges } from './support';

interface Answer {
  readonly value?: unknown;
  readonly failed?: string;
  readonly hint?: string | null;
  readonly stack?: string | null;
}
type Call = readonly [string, ...unknown[]];

/** Parts of the runner, all asked in one process: its libraries take seconds to load. */
const calls: Call[] = [];
let answers: readonly Answer[] = [];
let bench: Bench;

/** Asks for later; the answer is there when the tests run. */
function ask(...call: Call): () => Answer {
  const place = calls.push(call) - 1;
  return () => answers[place] ?? { failed: 'no answer' };
}
const valueOf = (answer: Answer): unknown => {
  expect(answer.failed).toBeUndefined();
  return answer.value;
};

function run(): Promise<readonly Answer[]> {
  const script = join(ROOT, 'test', 'engines', 'trl', 'probe.py');
  const child = spawn(python ?? '', [script], { env: { ...process.env, ...ENV } });
  let [out, log] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stdin.end(JSON.stringify(calls));
  return new Promise((resolve, reject) => {
    child.once('close', () => {
      try {
        resolve(JSON.parse(out) as readonly Answer[]);
      } catch {
        reject(new Error(log.slice(-3000)));
      }
    });
  });
}

/** A curriculum's prompt in the part of Jinja that both languages understand. */
const TEMPLATE = 'Look well.\n{{ content | trim }}\nThen {# not said #} answer. \n';
const text = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', '\n', '\t', '<', '>', '{', '}', '\\', '\u00e9', '\u3000'),
});
const sample = fc.record({
  question: text,
  answer: fc.constant('a'),
  options: fc.option(fc.array(text, { maxLength: 30 }), { nil: undefined }),
});
const SAMPLES = [
  ...fc.sample(sample, 300),
  // Options that the question lists already are shown once.
  { question: 'Which?\nA. red\nB. blue', answer: 'a', options: ['red', 'blue'] },
  { question: 'A red or blue one?', answer: 'a', options: ['red', 'blue'] },
];

let specs = 0;
function specFile(changes: Partial<TrainChanges>): string {
  const name = `spec-${specs++}`;
  const { launch } = bench.train(name, { model: bench.model('qwen2_5_vl'), steps: 3, ...changes });
  const [[path, content]] = Object.entries(launch.files) as [[string, string]];
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function checkpointFolder(output: string, step: number, note: object | string, state = '{}'): void {
  const folder = join(output, `checkpoint-${step}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'stagecraft.json'), typeof note === 'string' ? note : JSON.stringify(note));
  if (state !== '') writeFileSync(join(folder, 'trainer_state.json'), state);
}

const asked: Record<string, () => Answer> = {};
beforeAll(async () => {
  if (python === undefined) return;
  bench = await makeBench(['qwen2_5_vl', 'qwen3_vl', 'internvl', 'idefics3']);
  const { folder } = bench;
  SAMPLES.forEach((row, i) => {
    asked[`plain ${i}`] = ask('messages', { id: '1', ...row }, null, []);
    asked[`templated ${i}`] = ask('messages', { id: '1', ...row }, TEMPLATE, []);
  });

  const row = (question: string, images: number, more: object = {}) => ({
    id: '1',
    answer: 'a',
    question,
    images: Array.from({ length: images }, () => '/x.png'),
    ...more,
  });
  asked.placed = ask('messages', row('In <image> and <image>: which?', 2), 'Q: {{ content }}!', []);
  asked.unplaced = ask('messages', row('Which?', 2), null, []);
  asked.tooMany = ask('messages', row('<image> <image> Which?', 1), null, []);
  asked.inOption = ask('messages', row('Which?', 1, { options: ['<image>', 'b'] }), null, ['<image>']);
  asked.hostile = ask('messages', row('A <|image_pad|> B', 0), null, ['<|image_pad|>']);
  asked.nested = ask('messages', row('A <|im<|image_pad|>age_pad|> B', 0), null, ['<|image_pad|>']);
  asked.torn = ask('messages', row('A \ud83d B', 0), null, []);
  asked.target = ask('target', row('q', 0, { response: 'see <|image_pad|>' }), ['<|image_pad|>']);
  asked.late = ask('messages', row('q', 0), "{{ content }}{% if 'q' == content %}{{ 1 / 0 }}{% endif %}", []);
  for (const sign of ['disk', 'torch', 'right', 'memory', 'package'])
    asked[`explained ${sign}`] = ask('explained', sign);
  const pictures = ['red', 'green', 'blue'].map((name) => join(folder, `${name}.png`));
  // Room for two of 64 x 48 pixels.
  asked.pictures = ask('kept_images', folder, [...pictures, pictures[1]], 2 * 64 * 48 * 3);
  asked.anyGpu = ask('seen_gpus', null, 1);
  asked.thirdGpu = ask('seen_gpus', '2,3', 1);
  asked.allGpus = ask('seen_gpus', '2,3', 2);
  asked.ends = ask('ends', bench.model('qwen2_5_vl'), [7]);
  asked.loops = ask('messages', row('q', 0), '{% for i in [1, 2] %}{{ content }}{% endfor %}', []);
  asked.withoutQuestion = ask('messages', row('q', 0), 'Answer.', []);
  asked.brokenTemplate = ask('messages', row('q', 0), 'a\n{{ content | }}', []);
  asked.escape = ask(
    'messages',
    row('q', 0),
    "{{ content }}{{ ''.__class__.__mro__[1].__subclasses__() }}",
    [],
  );

  asked.inOrder = ask('order', 7, 3, 5, false, 1);
  asked.shuffled = ask('order', 6, 3, 4, true, 1);
  asked.shuffledLonger = ask('order', 6, 3, 6, true, 1);
  asked.tooFew = ask('order', 2, 3, 1, true, 1);

  const sft = { method: 'sft' } as const;
  const gpus = { gpus: 4, batch: 4, rollouts: 6 };
  asked.cpu = ask('batches', specFile({ settings: { batch: 6, rollouts: 8 } }), 1);
  asked.gpus = ask('batches', specFile({ settings: gpus }), 4);
  asked.uneven = ask('batches', specFile({ settings: { batch: 3, rollouts: 3, gpus: 2 } }), 2);
  asked.written = ask(
    'batches',
    specFile({ settings: gpus, options: { per_device_train_batch_size: 3 } }),
    4,
  );
  asked.accumulated = ask(
    'batches',
    specFile({ settings: sft, options: { gradient_accumulation_steps: 2 } }),
    1,
  );
  asked.contradiction = ask('batches', specFile({ options: { per_device_train_batch_size: 5 } }), 1);
  asked.iterated = ask('batches', specFile({ options: { num_iterations: 2 } }), 1);

  asked.grpo = ask(
    'configuration',
    specFile({ settings: { kl: 0.03, clip_high: 0.3, batch: 4, rollouts: 8 } }),
    1,
    [7, 9],
  );
  asked.sft = ask('configuration', specFile({ settings: sft }), 1, [7]);
  const half = { precision: 'bf16', adapter: 'none', lora_rank: 8, vllm: false } as const;
  asked.half = ask('configuration', specFile({ settings: { gpus: 1 }, engine: half }), 1, []);
  asked.halfLora = ask(
    'configuration',
    specFile({ settings: { gpus: 1 }, engine: { ...half, adapter: 'lora' } }),
    1,
    [],
  );
  asked.vllm = ask(
    'configuration',
    specFile({ settings: { gpus: 1 }, engine: { ...half, vllm: true } }),
    1,
    [7],
  );
  const wins = { temperature: 0.5, beta: 0, lr_scheduler_type: 'cosine', generation_kwargs: { top_k: 3 } };
  asked.wins = ask(
    'configuration',
    specFile({ options: { ...wins, model_init_kwargs: { dtype: 'bfloat16' } } }),
    1,
    [7],
  );
  asked.reference = ask('reference_type', specFile({ settings: { gpus: 1, kl: 0.1 }, engine: half }));

  const output = join(folder, 'kept');
  for (const [step, score] of [
    [2, 0.9],
    [4, 0.2],
    [6, 0.3],
    [8, undefined],
    [10, 0.9],
  ] as const)
    checkpointFolder(output, step, score === undefined ? {} : { score });
  checkpointFolder(output, 12, { score: 1 }, '');
  checkpointFolder(output, 14, { score: 1 }, '{"torn":');
  checkpointFolder(output, 1, '{"score": tru');
  asked.kept = ask('kept', output, 2);
  asked.cleaned = ask('clean', output, join(output, 'checkpoint-8'));

  asked.translated = ask('metrics', {
    loss: 0.5,
    reward: 0.4,
    'rewards/overall/mean': 0.4,
    'rewards/accuracy/mean': 0.25,
    'rewards/reward/mean': 9,
    'rewards/style/mean': 0.1,
    'clip_ratio/region_mean': 0.01,
    'clip_ratio/low_mean': 0.01,
    'completions/mean_length': 10,
    'completions/clipped_ratio': 0.125,
    frac_reward_zero_std: 0.25,
    epoch: 1,
    step_time: 1.5,
    flag: true,
    note: 'x',
  });
  asked.requests = ask('requests', [
    '{"type":"stop"}',
    '{"type":"stop","reason":"until"}',
    '{"type":"go"}',
    'stop',
    '[]',
  ]);
  for (const architecture of ['qwen2_5_vl', 'qwen3_vl', 'internvl', 'idefics3']) {
    asked[`banned ${architecture}`] = ask('banned', bench.model(architecture));
    asked[`layers ${architecture}`] = ask('layers', bench.model(architecture), VISION);
    asked[`all layers ${architecture}`] = ask('layers', bench.model(architecture), null);
  }

  const builtin = (name: string) => ({ kind: 'builtin', name });
  asked.boxed = ask('score', builtin('boxed-answer'), [
    ['\\boxed{4}', 3, '4'],
    ['4', 1, '4'],
  ]);
  const user = (name: string) => ({ kind: 'python', path: join(folder, 'reward.py'), function: name });
  asked.user = ask('score', user('score'), [['\\boxed{red}', 3, 'red']]);
  asked.raises = ask('score', user('broken'), [['a', 1, 'b']]);
  asked.noFunction = ask('score', user('nothing'), [['a', 1, 'b']]);

  writeFileSync(join(folder, 'not-a-model.txt'), '');
  const missing = join(folder, 'missing.jsonl');
  writeFileSync(
    missing,
    `${JSON.stringify({ ...bench.rows[0], images: [join(folder, 'gone.png')] })}\n`.repeat(8),
  );
  asked.missingImage = ask('train', specFile({ train: missing }));
  const dark = join(folder, 'dark.jsonl');
  writeFileSync(join(folder, 'broken.png'), readFileSync(join(folder, 'red.png')).subarray(0, 60));
  const broken = { ...bench.rows[0], id: 'dark', images: [join(folder, 'broken.png')] };
  writeFileSync(
    dark,
    [...bench.rows.slice(0, 8), broken]
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('')
      .repeat(2),
  );
  asked.brokenImage = ask('train', specFile({ train: dark, shuffle: false, settings: { ...sft, batch: 3 } }));
  asked.noModel = ask('train', specFile({ model: join(folder, 'run') }));
  asked.noCheckpoint = ask('train', specFile({ checkpoint: join(folder, 'nowhere') }));
  asked.unknownOption = ask('train', specFile({ options: { temprature: 1 } }));
  asked.ownOption = ask('train', specFile({ options: { max_steps: 7 } }));
  asked.ownOrder = ask('train', specFile({ options: { shuffle_dataset: true } }));
  asked.refused = ask('train', specFile({ settings: { rollouts: 1 } }));
  asked.noFolder = ask('train', specFile({ output: join(folder, 'not-a-model.txt') }));
  asked.noGpu = ask('train', specFile({ settings: { gpus: 2 } }));
  asked.noTower = ask('train', specFile({ vision: 'no_such_tower', settings: { freeze: ['vision'] } }));
  asked.noHub = ask('train', specFile({ hubValidation: { id: 'nobody/nothing', split: 'test' } }));
  // A folder in the Hub's own layout stands in for a download.
  const hub = join(folder, 'hub');
  mkdirSync(join(hub, 'test'), { recursive: true });
  writeFileSync(join(hub, 'test', 'red.png'), readFileSync(join(folder, 'red.png')));
  const entry = { file_name: 'red.png', problem: 'Which colour?', answer: 'red' };
  writeFileSync(join(hub, 'test', 'metadata.jsonl'), `${JSON.stringify(entry)}\n`);
  asked.hub = ask('hub', hub, 'test', join(folder, 'downloaded'));
  asked.tornSpec = ask('train', join(folder, 'reward.py'));
  answers = await run();
}, 240_000);
afterAll(async () => {
  if (python !== undefined) await bench.remove();
});

describe.skipIf(python === undefined)('parts of the TRL runner', () => {
  const of = (name: string): Answer => asked[name]?.() ?? { failed: `nobody asked ${name}` };
  const value = (name: string): unknown => valueOf(of(name));
  const parts = (name: string): readonly { type: string; text?: string }[] =>
    (value(name) as [{ content: { type: string; text?: string }[] }])[0].content;
  const words = (name: string): string =>
    parts(name)
      .map(({ text = '|' }) => text)
      .join('');

  it('asks as the other engines do, options lettered, in the prompt', () => {
    const template = parseTemplate(TEMPLATE, 'prompt');
    SAMPLES.forEach(({ options, ...rest }, i) => {
      const row = { ...rest, ...(options === undefined ? {} : { options }) };
      expect(words(`plain ${i}`)).toBe(questionText(row));
      expect(words(`templated ${i}`)).toBe(questionText(row, template));
    });
  });

  it('keeps images where the question has them, first where it does not', () => {
    expect(words('placed')).toBe('Q: In | and |: which?!');
    expect(parts('placed').map(({ type }) => type)).toEqual(['text', 'image', 'text', 'image', 'text']);
    expect(words('unplaced')).toBe('||Which?');
    expect(words('tooMany')).toBe('|Which?');
    expect(words('loops')).toBe('qq');
  });

  it('lets no text of the data stand for an image', () => {
    expect(words('hostile')).toBe('A  B');
    expect(words('nested')).toBe('A  B');
    expect(value('target')).toMatchObject([{ content: [{ text: 'see ' }] }]);
    expect(parts('inOption').filter(({ type }) => type === 'image')).toHaveLength(1);
    expect(words('inOption')).not.toContain('<image>');
  });

  it('makes text of half a character, which no tokenizer takes', () => {
    expect(words('torn')).toBe('A ? B');
  });

  it('holds no more pictures than memory is set aside for, the last seen longest', () => {
    expect(value('pictures')).toEqual(['blue', 'green'].map((name) => join(bench.folder, `${name}.png`)));
  });

  it('shows one GPU to a stage that wants one', () => {
    expect(['anyGpu', 'thirdGpu', 'allGpus'].map(value)).toEqual(['0', '2', '2,3']);
  });

  it('ends an answer at every token by which the model does', () => {
    expect(value('ends')).toEqual([1, false]);
  });

  it.each([
    ['disk', 'The disk is full: model.safetensors'],
    ['torch', 'The disk is full: a checkpoint cannot be written'],
    ['right', 'cannot be written to'],
    ['memory', 'no memory left'],
    ['package', 'The Python package peft is missing'],
  ])('says what a failure of the %s means', (sign, said) => {
    expect(value(`explained ${sign}`)).toContain(said);
  });

  it('refuses prompts that lose the question, are no Jinja, or reach beyond it', () => {
    expect(of('withoutQuestion').failed).toContain('{{ content }}');
    expect(of('brokenTemplate').failed).toContain('line 2');
    expect(of('late').failed).toContain('ZeroDivisionError');
    for (const name of ['withoutQuestion', 'brokenTemplate', 'late']) expect(of(name).stack).toBeNull();
    expect(of('escape').failed).toBeDefined();
    expect(of('escape').stack).toBeNull();
  });

  it('orders rows by the file or by the seed, a new order each epoch, whole steps only', () => {
    expect(value('inOrder')).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2]);
    const order = value('shuffled') as number[];
    const epochs = [order.slice(0, 6), order.slice(6)];
    for (const epoch of epochs) expect(epoch.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect((value('shuffledLonger') as number[]).slice(0, 12)).toEqual(order);
    expect(of('tooFew').failed).toContain('2 rows');
    expect(of('tooFew').stack).toBeNull();
  });

  it('cuts a step so that all of it divides', () => {
    expect(value('cpu')).toEqual([16, 3, 6, 3]);
    expect(value('gpus')).toEqual([3, 2, 4, 3]);
    expect(value('written')).toEqual([3, 2, 4, 3]);
    expect(value('accumulated')).toEqual([2, 2, 4, 3]);
    expect(value('iterated')).toEqual([16, 1, 4, 2]);
    expect(of('uneven').failed).toContain('`batch` 3 x `rollouts` 3 = 9');
    expect(of('contradiction').failed).toContain('`per_device_train_batch_size` 5');
  });

  it('says the settings in the words of TRL', () => {
    expect(value('grpo')).toMatchObject({
      num_generations: 8,
      generation_batch_size: 32,
      beta: 0.03,
      epsilon: 0.2,
      epsilon_high: 0.3,
      max_completion_length: 8,
      shuffle_dataset: false,
      use_cpu: true,
      bf16: false,
      lr_scheduler_type: 'constant_with_warmup',
      generation_kwargs: { suppress_tokens: [7, 9] },
      weights: { dtype: 'float32' },
    });
    expect(value('sft')).toMatchObject({ max_length: null, train_sampling_strategy: 'sequential' });
    // Trained weights are held in full, what is only read in half.
    expect(value('half')).toMatchObject({
      bf16: true,
      use_cpu: false,
      model_init_kwargs: { dtype: 'bfloat16' },
      weights: { dtype: 'float32' },
    });
    expect(value('halfLora')).toMatchObject({ weights: { dtype: 'bfloat16' } });
    expect(value('vllm')).toMatchObject({
      use_vllm: true,
      vllm_mode: 'colocate',
      vllm_max_model_length: 2056,
      generation_kwargs: { logit_bias: { 7: -100 } },
    });
    expect(value('wins')).toMatchObject({
      temperature: 0.5,
      beta: 0,
      lr_scheduler_type: 'cosine',
      generation_kwargs: { suppress_tokens: [7], top_k: 3 },
      weights: { dtype: 'bfloat16' },
    });
  });

  it('loads the reference in half precision beside full weights', () => {
    expect(value('reference')).toEqual(['torch.float32', 'torch.bfloat16', true]);
  });

  it('keeps the newest checkpoints and the best, and cleans up what is not whole', () => {
    expect(value('kept')).toEqual([8, 10]);
    expect(value('cleaned')).toEqual([1, 2, 4, 6, 8].map((step) => `checkpoint-${step}`));
  });

  it('reports metrics by the names that all engines share', () => {
    expect(value('translated')).toEqual({
      loss: 0.5,
      reward: 0.4,
      accuracy: 0.25,
      style: 0.1,
      clip_fraction: 0.01,
      response_length: 10,
      truncated: 0.125,
      live_groups: 0.75,
      step_seconds: 2,
      tokens_per_second: 160,
    });
  });

  it('hears what it is asked, and nothing else', () => {
    expect(value('requests')).toEqual(['stopped', 'until', null, null, null]);
  });

  it.each([
    ['qwen2_5_vl', '<|image_pad|>'],
    ['qwen3_vl', '<|image_pad|>'],
    ['internvl', '<IMG_CONTEXT>'],
    ['idefics3', '<image>'],
  ])('never samples the image token of %s, puts no adapter into a frozen tower', (architecture, token) => {
    expect(value(`banned ${architecture}`)).toContain(token);
    const frozen = value(`layers ${architecture}`) as string[];
    const all = value(`all layers ${architecture}`) as string[];
    const tower = all.filter((name) => new RegExp(VISION).test(`${name}.weight`));
    expect(tower.length).toBeGreaterThan(0);
    expect(frozen).toEqual(all.filter((name) => !tower.includes(name)));
    expect(all.filter((name) => name.endsWith('lm_head'))).toEqual([]);
  });

  it('scores by built-in rewards and by those of a user', () => {
    expect(value('boxed')).toMatchObject([
      { overall: 1, accuracy: 1 },
      { accuracy: expect.any(Number) as number },
    ]);
    expect(value('user')).toMatchObject([{ accuracy: 1, format: 1 }]);
    expect(of('raises').failed).toMatch(
      /The reward broken failed \(.*reward\.py, line 24\): KeyError: no such key/,
    );
    expect(of('noFunction').failed).toContain('the file defines no function nothing');
  });

  it.each([
    ['missingImage', 'gone.png of row row-0'],
    ['brokenImage', 'broken.png of row dark'],
    ['noModel', 'config.json is not there'],
    ['noCheckpoint', 'nowhere is not there'],
    ['unknownOption', '`temprature`'],
    ['ownOption', '`steps`'],
    ['ownOrder', '`schedule`'],
    ['refused', 'requires at least 2 generations'],
    ['noGpu', '2 GPUs'],
    ['noTower', '`freeze: [vision]`'],
    ['noHub', 'nobody/nothing@test'],
    ['tornSpec', 'reward.py'],
  ])('tells %s with its place, and without a stack', (name, place) => {
    expect(of(name).failed).toContain(place);
    expect(of(name).stack).toBeNull();
  });

  it('reads validation rows of the Hub, pictures written to the run', () => {
    const [row] = value('hub') as [{ images: string[] }];
    expect(row).toMatchObject({ id: '0', question: 'Which colour?', answer: 'red' });
    expect(row.images).toHaveLength(1);
    expect(readFileSync(row.images[0]!).subarray(1, 4).toString()).toBe('PNG');
  });

  it('tells at once that no checkpoint could be written', () => {
    expect(of('noFolder').failed).toMatch(/cannot be written to.*not-a-model\.txt/);
    expect(of('noFolder').stack).not.toContain('on_step_end');
  });

  it('proposes the option that was meant', () => {
    expect(of('unknownOption').hint).toBe('Did you mean `temperature`?');
  });
});
