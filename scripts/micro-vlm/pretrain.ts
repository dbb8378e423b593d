/**
 * Makes models/micro-vlm, the base model of the embedded engine: `npx tsx scripts/micro-vlm/pretrain.ts [--out FOLDER]
 * [--from FOLDER --phase NAME]`. Random scenes are drawn on the way; the scenes of the example are never taught.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createTrainer,
  loadModel,
  makeTokenizer,
  newModel,
  saveModel,
  type Trainer,
} from '../../src/engines/embedded';
import { measuredPassRates, SEED as EXAMPLE_SEED } from '../shape-math/generate';
import { random } from '../shape-math/random';
import { example } from '../shape-math/rows';
import { describe } from '../shape-math/scene';
import { pictureBank, type PictureBank } from './bank';
import { examine } from './exam';
import { lesson, SUBJECTS, type Subject, type Teacher } from './lessons';
import { batches } from './queues';
import { BATCH, CONFIG, PHASES, type Phase } from './recipe';
import { VOCABULARY } from './vocabulary';

const ROOT = join(__dirname, '..', '..');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(ROOT, 'models', 'micro-vlm') },
      from: { type: 'string' },
      phase: { type: 'string' },
      seed: { type: 'string', default: '1' },
      every: { type: 'string', default: '250' },
    },
  });
  const seed = Number(values.seed);
  const tokenizer = makeTokenizer(VOCABULARY);
  const config = { ...CONFIG, vocabulary: tokenizer.size };
  const model = values.from === undefined ? newModel(config, tokenizer, seed) : await loadModel(values.from);
  const rng = random(seed);
  const forbidden = exampleScenes();
  const bank = (small: boolean): Promise<PictureBank> =>
    pictureBank(config, { boards: 1500, charts: 500, small }, rng);
  const banks = { large: await bank(false), all: await bank(true) };
  const trainer = await createTrainer(model);
  const first = Math.max(
    0,
    PHASES.findIndex((p) => p.name === values.phase),
  );
  for (const phase of PHASES.slice(first)) {
    const { noise, drill } = phase;
    const teacher = { bank: phase.small ? banks.all : banks.large, rng, forbidden, noise, drill };
    await train(trainer, phase, teacher, Number(values.every));
    await saveModel(join(values.out, ...(phase === PHASES.at(-1) ? [] : [phase.name])), model);
  }
  await trainer.close();
}

/** Descriptions of all scenes of the example. */
function exampleScenes(): ReadonlySet<string> {
  const { rows } = example(random(EXAMPLE_SEED), measuredPassRates());
  const all = Object.values(rows).flatMap((splits) => Object.values(splits).flat());
  return new Set(all.flatMap((row) => (row.scene === undefined ? [] : [describe(row.scene)])));
}

async function train(trainer: Trainer, phase: Phase, teacher: Teacher, every: number): Promise<void> {
  const { tokenizer } = trainer.model;
  const length = (l: { question: string; description?: string; response: string }): number =>
    [l.description ?? '', l.question, l.response].reduce((n, text) => n + tokenizer.encode(text).length, 2);
  const next = batches(() => lesson(teacher.rng.pick(phase.mix), teacher), length, BATCH);
  let started = performance.now();
  let losses = 0;
  let reported = 0;
  for (let step = 1; step <= phase.steps; step++) {
    const warm = Math.min(1, step / phase.warmup);
    const decay = Math.max(phase.floor, 1 - step / phase.steps);
    const { loss } = await trainer.sft(next(), {
      learningRate: phase.learningRate * warm * decay,
      beta2: 0.98,
    });
    losses += loss;
    if (step % every !== 0 && step !== phase.steps) continue;
    const since = step - reported;
    const pace = (performance.now() - started) / since;
    console.log(
      `${phase.name} ${String(step)}: loss ${(losses / since).toFixed(3)}, ${pace.toFixed(0)} ms a step`,
    );
    await report(trainer, teacher, phase.noise > 0 ? 4 : 0);
    losses = 0;
    reported = step;
    started = performance.now();
  }
}

async function report(trainer: Trainer, teacher: Teacher, k: number): Promise<void> {
  const fresh: Teacher = { ...teacher, rng: random(777), drill: [] };
  for (const score of await examine(trainer, Object.keys(SUBJECTS) as Subject[], fresh, 128, k)) {
    const kinds = Object.entries(score.kinds).map(([kind, share]) => `${kind} ${share.toFixed(2)}`);
    const sampled = k === 0 ? '' : `, mean@${String(k)} ${score.sampled.toFixed(2)}`;
    console.log(`  ${score.subject}: greedy ${score.greedy.toFixed(2)}${sampled} (${kinds.join(', ')})`);
  }
}

if (require.main === module) void main();
