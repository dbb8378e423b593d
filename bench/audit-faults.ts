/**
 * Does the attribution tell a damaged eye from a damaged mind? A trained model of the example is broken on purpose, in
 * its vision encoder or in its arithmetic, and audited against the scenes' truth. Then the three are mixed, item by item
 * with a seed: most items answered as trained, some by the damaged eye and a few by the damaged mind, so that the gate
 * stays open and it is known of every item what was broken.
 * Run: npx tsx bench/audit-faults.ts CHECKPOINT_FOLDER
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { auditRun, printFigure, rate, shuffled } from '../src/audit';
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
  'blinded vision encoder': (model) => {
    const random = randomStream(1, 98);
    const [from, to] = placeOf(model, 'vision.out');
    const scale = 3 * deviation(model.theta.subarray(from, to));
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
  const files: Record<string, string> = {};
  const folder = await mkdtemp(join(tmpdir(), 'stagecraft-faults-'));
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const model = await loadModel(checkpoint);
    damage(model);
    const broken = join(folder, name.replace(/\W+/g, '-'));
    await saveModel(broken, model);
    const output = join(broken, 'predictions.jsonl');
    const launch = await embeddedEngine.predict({
      plan,
      root: folder,
      checkpoint: broken,
      output,
      arms: { k: 4 },
    });
    for (const [path, text] of Object.entries(launch.files)) await writeFile(path, text);
    const spec = launch.argv[2] ?? '';
    await work(spec, { emit: () => undefined, log: () => undefined, stopRequested: () => false });
    files[name] = output;
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
  await mixed(files, join(folder, 'mixed.jsonl'));
  await rm(folder, { recursive: true });
}

/** Shares of the items that each model answers in the mix. */
const MIX = [
  ['as trained', 0.5],
  ['blinded vision encoder', 0.35],
  ['reads + as -, and - as +', 0.15],
] as const;
const SEEDED: Readonly<Record<string, string>> = {
  'as trained': 'nothing',
  'blinded vision encoder': 'the eye',
  'reads + as -, and - as +': 'the arithmetic',
};

/** Audits the mix, and sets the verdicts against what was broken. */
async function mixed(files: Readonly<Record<string, string>>, output: string): Promise<void> {
  const lines = new Map<string, Map<string, string[]>>();
  for (const [name] of MIX) {
    for (const line of (await readFile(files[name] ?? '', 'utf8')).trim().split('\n')) {
      const { row, dataset } = JSON.parse(line) as { row: string; dataset: string };
      const key = `${dataset}\0${row}`;
      const of = lines.get(key) ?? new Map<string, string[]>();
      of.set(name, [...(of.get(name) ?? []), line]);
      lines.set(key, of);
    }
  }
  const broken = new Map<string, string>();
  const keys = shuffled([...lines.keys()], 5);
  let from = 0;
  for (const [name, share] of MIX) {
    const to = name === MIX.at(-1)?.[0] ? keys.length : from + Math.round(share * keys.length);
    for (const key of keys.slice(from, to)) broken.set(key, name);
    from = to;
  }
  await writeFile(output, keys.flatMap((key) => lines.get(key)?.get(broken.get(key) ?? '') ?? []).join('\n'));
  const { items, decisions, summary } = await auditRun({ predictions: output });
  const { gate, perception } = summary.attribution;
  console.log(`\nmixed\n  gate        ${gate.message} ${printFigure(gate.accuracy)}`);
  if (perception !== undefined) console.log(`  perception  ${printFigure(perception)}`);
  const counts = new Map<string, number>();
  const of = (verdict: string, fault: string): number => counts.get(`${verdict}/${fault}`) ?? 0;
  items.forEach(({ key }, i) => {
    const verdict = decisions[i]?.verdict ?? '';
    const name = verdict === 'perception-confirmed' ? 'perception' : verdict;
    const cell = `${name}/${SEEDED[broken.get(key) ?? ''] ?? ''}`;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  });
  for (const verdict of ['perception', 'integration', 'reasoning', 'not-visual', 'unattributed', 'right'])
    console.log(
      `  ${verdict.padEnd(13)} ${Object.values(SEEDED)
        .map((fault) => `${fault} ${of(verdict, fault)}`)
        .join(', ')}`,
    );
  const seen = of('perception', 'the eye') + of('integration', 'the eye');
  const told = rate(
    seen + of('reasoning', 'the arithmetic'),
    seen +
      of('reasoning', 'the eye') +
      ['perception', 'integration', 'reasoning'].reduce((sum, v) => sum + of(v, 'the arithmetic'), 0),
    'attributed failures with a seeded fault',
  );
  console.log(
    `  told rightly (the eye: perception or integration; the arithmetic: reasoning) ${printFigure(told)}`,
  );
  const { oracle } = summary;
  oracle?.rows.forEach((row, i) =>
    console.log(
      `  oracle of ${row.padEnd(11)} ${oracle.columns.map((column, j) => `${column} ${oracle.counts[i]?.[j] ?? 0}`).join(', ')}`,
    ),
  );
}

const [checkpoint] = process.argv.slice(2);
if (checkpoint === undefined) throw new Error('Usage: npx tsx bench/audit-faults.ts CHECKPOINT_FOLDER');
void main(resolve(checkpoint));
