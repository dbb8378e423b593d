/**
 * The embedded engine: time of a training step, and of sampling with and without cached keys. With a Python that has
 * PyTorch (`PYTHON=.../python`), the same step runs there in turns with ours. Run: npx tsx bench/embedded.bench.ts
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTrainer, DEFAULT_CONFIG, makeTokenizer, newModel, type Model } from '../src/engines/embedded';
import { encodePrompt } from '../src/engines/embedded/prompts/prompt';
import { randomStream } from '../src/engines/embedded/random';
import { createRuntime } from '../src/engines/embedded/runtime/runtime';
import { generate } from '../src/engines/embedded/sampling/generate';
import { sampleWithoutCache } from '../test/engines/sampling/uncached';

const THREADS = 2;
const REPEATS = 7;
/** The shipped micro model, and one four times as large. */
const SIZES = [
  { name: 'micro-vlm', image: 24, width: 64, layers: 3, rows: 64, length: 32 },
  { name: 'larger', image: 32, width: 128, layers: 4, rows: 64, length: 32 },
] as const;
type Size = (typeof SIZES)[number];

interface Timing {
  readonly median: number;
  readonly best: number;
}

const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
const timing = (times: readonly number[]): Timing => ({ median: median(times), best: Math.min(...times) });

function modelOf({ image, width, layers }: Size): Model {
  const words = Array.from({ length: 119 }, (_, i) => `word${i}`);
  const tokenizer = makeTokenizer(words);
  const config = { ...DEFAULT_CONFIG, image, width, layers, text: 96, vocabulary: tokenizer.size };
  return newModel(config, tokenizer, 1);
}

/** Rows whose prompt and response fill the length exactly, each with an image. */
function rowsOf(model: Model, { rows, length }: Size) {
  const { config, tokenizer } = model;
  const patches = new Float32Array((config.image / config.patch) ** 2 * config.patch ** 2 * 3).fill(0.5);
  const words = (count: number) =>
    Array.from({ length: count }, (_, i) => tokenizer.words[i % 100]).join(' ');
  return Array.from({ length: rows }, () => ({
    question: words(length / 2 - 2),
    response: words(length / 2),
    patches,
  }));
}

async function ourStep(size: Size): Promise<Timing> {
  const model = modelOf(size);
  const trainer = await createTrainer(model, { threads: THREADS });
  const batch = rowsOf(model, size);
  const times: number[] = [];
  for (let i = 0; i < REPEATS + 2; i++) {
    const start = performance.now();
    await trainer.sft(batch);
    times.push(performance.now() - start);
  }
  await trainer.close();
  return timing(times.slice(2));
}

async function torchStep(size: Size): Promise<(Timing & { readonly torch: string }) | undefined> {
  const { config } = modelOf(size);
  const request = { ...config, rows: size.rows, length: size.length, threads: THREADS, repeats: REPEATS };
  const script = join(__dirname, 'torch_reference.py');
  try {
    const run = promisify(execFile);
    const { stdout } = await run(process.env.PYTHON ?? 'python3', [script, JSON.stringify(request)]);
    return JSON.parse(stdout) as Timing & { readonly torch: string };
  } catch {
    return undefined;
  }
}

/** Tokens a second for 16 prompts of 8 responses each, by cached decoding; and for 2 of them without a cache. */
async function sampling(): Promise<void> {
  const model = modelOf(SIZES[0]);
  const { config, theta } = model;
  const runtime = await createRuntime({ threads: THREADS, sessions: 200 });
  const prompts = rowsOf(model, SIZES[0])
    .slice(0, 16)
    .map((row) => encodePrompt(model, row).prompt);
  const options = {
    count: 8,
    temperature: 1,
    maxTokens: 16,
    random: (prompt: number, sample: number) => randomStream(1, prompt, sample),
  };
  const speed = async (sample: () => Promise<readonly (readonly number[])[][]>): Promise<number> => {
    await sample();
    const speeds: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      const tokens = (await sample()).flat().reduce((sum, response) => sum + response.length, 0);
      speeds.push((1000 * tokens) / (performance.now() - start));
    }
    return median(speeds);
  };
  const cached = await speed(async () => {
    const groups = await generate(runtime, config, theta, prompts, options);
    return groups.map((group) => group.map(({ tokens }) => tokens));
  });
  const uncached = await speed(() => sampleWithoutCache(runtime, model, prompts.slice(0, 2), options));
  await runtime.close();
  console.log(
    `sampling, 16 prompts x 8 responses: ${cached.toFixed(0)} tokens/s with cached keys; one response at a ` +
      `time without a cache: ${uncached.toFixed(0)} tokens/s; ${(cached / uncached).toFixed(1)}x`,
  );
}

async function main(): Promise<void> {
  for (const size of SIZES) {
    const { name, rows, length } = size;
    const parameters = modelOf(size).theta.length;
    const label = `${name}: ${(parameters / 1e6).toFixed(2)}M parameters, ${rows} rows, ${length} text tokens`;
    // In turns, so that whatever else the machine does falls on both.
    const first = await ourStep(size);
    const torch = await torchStep(size);
    const second = await ourStep(size);
    const ours = timing([first.median, second.median]);
    console.log(`${label}: ${ours.best.toFixed(1)} ms a step (${THREADS} threads)`);
    if (torch === undefined) console.log('  PyTorch not found: set PYTHON to an interpreter that has it');
    else
      console.log(
        `  PyTorch ${torch.torch} eager: ${torch.median.toFixed(1)} ms; ours / PyTorch = ` +
          `${(ours.best / torch.median).toFixed(2)} (medians), ` +
          `${(Math.min(first.best, second.best) / torch.best).toFixed(2)} (best steps)`,
      );
  }
  await sampling();
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

void main();
