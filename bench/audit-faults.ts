/**
 * Does the attribution tell a damaged eye from a damaged mind? A trained model of the example is broken on purpose, in
 * its vision encoder or in its arithmetic, and audited against the scenes' truth.
 * Run: npx tsx bench/audit-faults.ts CHECKPOINT_FOLDER
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditRun, printFigure } from '../src/audit';
import { openDataEngine } from '../src/data';
import { embeddedEngine } from '../src/engines';
import { loadModel, saveModel, type Model } from '../src/engines/embedded';
import { parameterSpecs } from '../src/engines/embedded/model';
import { normal, randomStream } from '../src/engines/embedded/random';
import { work } from '../src/engines/embedded/runner/work';
import { checkCurriculum } from '../src/language';
import { isPlan, makePlan, type Plan } from '../src/plan';
import { packageRoot } from '../src/protocol';

type Damage = (model: Model) => void;

const DAMAGES: Readonly<Record<string, Damage>> = {
  'as trained': () => undefined,
  'noise in the vision encoder': (model) => {
    const random = randomStream(1, 99);
    const [from, to] = placeOf(model, 'vision.out');
    const scale = 0.6 * deviation(model.theta.subarray(from, to));
    for (let i = from; i < to; i += 1) model.theta[i] = (model.theta[i] ?? 0) + scale * normal(random);
  },
  'reads + as -, and - as +': (model) => {
    const [from] = placeOf(model, 'text.embedding');
    const { width } = model.config;
    const [plus, minus] = ['+', '-'].map((word) => from + (model.tokenizer.encode(word)[0] ?? 0) * width);
    if (plus === undefined || minus === undefined) throw new Error('The model has no + and -.');
    const kept = model.theta.slice(plus, plus + width);
    model.theta.copyWithin(plus, minus, minus + width);
    model.theta.set(kept, minus);
  },
};

function placeOf({ config }: Model, name: string): readonly [number, number] {
  let offset = 0;
  for (const spec of parameterSpecs(config)) {
    const size = spec.shape.reduce((product, side) => product * side, 1);
    if (spec.name === name) return [offset, offset + size];
    offset += size;
  }
  throw new Error(`The model has no parameter ${name}.`);
}

const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

async function examplePlan(): Promise<Plan> {
  const folder = join(packageRoot(), 'examples', 'shape-math');
  const data = await openDataEngine({ folders: [folder] });
  const checked = checkCurriculum(join(folder, 'shape-math.curriculum.yaml'));
  const plan = await makePlan({ checked, data, checkData: false });
  await data.close();
  if (!isPlan(plan)) throw new Error('The example has no plan.');
  return { ...plan, heldOut: plan.heldOut.filter(({ capability }) => capability === 'visual-reasoning') };
}

async function main(checkpoint: string): Promise<void> {
  const plan = await examplePlan();
  const folder = await mkdtemp(join(tmpdir(), 'stagecraft-faults-'));
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const model = await loadModel(checkpoint);
    damage(model);
    const broken = join(folder, name.replace(/\W+/g, '-'));
    await saveModel(broken, model);
    const output = join(broken, 'predictions.jsonl');
    const launch = embeddedEngine.predict({ plan, checkpoint: broken, output, arms: { k: 4 } });
    for (const [path, text] of Object.entries(launch.files)) await writeFile(path, text);
    const spec = launch.argv[2] ?? '';
    await work(spec, { emit: () => undefined, log: () => undefined, stopRequested: () => false });
    const { summary } = await auditRun({ predictions: output });
    const { perception, integration, reasoning, gate } = summary.attribution;
    console.log(`\n${name}\n  gate        ${gate.message} ${printFigure(gate.accuracy)}`);
    for (const [label, share] of Object.entries({ perception, integration, reasoning }))
      console.log(`  ${label.padEnd(11)} ${share === undefined ? 'not given' : printFigure(share)}`);
    const { oracle } = summary;
    if (oracle === undefined) continue;
    console.log(
      `  oracle      ${printFigure(oracle.perception)}; agreement ${printFigure(oracle.agreement.agreement)}`,
    );
    const { kappa } = oracle.agreement;
    if (kappa !== undefined)
      console.log(
        `  kappa       ${kappa.value.toFixed(2)} (${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)})`,
      );
    oracle.rows.forEach((row, i) =>
      console.log(
        `  ${row.padEnd(11)} ${oracle.columns.map((column, j) => `${column} ${oracle.counts[i]?.[j] ?? 0}`).join(', ')}`,
      ),
    );
  }
  await rm(folder, { recursive: true });
}

const [checkpoint] = process.argv.slice(2);
if (checkpoint === undefined) throw new Error('Usage: npx tsx bench/audit-faults.ts CHECKPOINT_FOLDER');
void main(resolve(checkpoint));
