/**
 * The TRL runner against TRL itself: a GRPO step in both, step by step in turns, on a small model on the processor, where
 * everything around the model weighs most. Six minutes at most: what was measured by then counts. Run:
 * npx tsx bench/trl.bench.ts [SECONDS]
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ENV, makeBench, python, writeRows } from '../test/engines/trl/support';

const STEPS = 100;
const SECONDS = Number(process.argv[2] ?? 360);
/** Of all steps, those at either end that do not count: a machine that was busy. */
const TRIMMED = 0.1;
const DRAWS = 4000;

/** A step as it was made, in seconds of the processor and of the wall clock. */
interface Step {
  readonly name: 'plain' | 'ours';
  readonly processor: number;
  readonly wall: number;
}
/** A step of TRL and the runner's beside it, in seconds. */
type Pair = readonly [plain: number, ours: number];

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
};

/** Without the pairs whose two steps differ most: what else the machine did fell on one of them alone. */
function trimmed(pairs: readonly Pair[]): readonly Pair[] {
  const drop = Math.floor(TRIMMED * pairs.length);
  const ordered = pairs.toSorted(([a, b], [c, d]) => b / a - d / c);
  return ordered.slice(drop, ordered.length - drop);
}

/** Median of the pairs' ratios, with its 95 % interval by the bootstrap. */
function ratio(pairs: readonly Pair[]): { readonly at: number; readonly from: number; readonly to: number } {
  const ratios = pairs.map(([plain, ours]) => ours / plain);
  let state = 7;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const medians = Array.from({ length: DRAWS }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)] ?? NaN)),
  ).toSorted((a, b) => a - b);
  const at = (share: number): number => medians[Math.floor(share * (DRAWS - 1))] ?? NaN;
  return { at: median(ratios), from: at(0.025), to: at(0.975) };
}

const percent = (value: number): string => `${(100 * (value - 1)).toFixed(2)} %`;

function tell(what: string, all: readonly Pair[]): void {
  const pairs = trimmed(all);
  const { at, from, to } = ratio(pairs);
  const [plain, ours] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
  console.log(
    `${what}: TRL ${(1000 * plain).toFixed(1)} ms, the runner ${(1000 * ours).toFixed(1)} ms a step; ` +
      `overhead ${percent(at)} (95 %: ${percent(from)} to ${percent(to)}; ${pairs.length} of ${all.length} pairs)`,
  );
}

/** The steps that were done in the time there was; temporary files lie in `folder`. */
const measured = (program: string, args: readonly string[], folder: string): Promise<readonly Step[]> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...ENV, TMPDIR: folder };
    const options = { env, timeout: SECONDS * 1000, maxBuffer: 1 << 26 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error !== null && error.killed !== true) {
        reject(new Error(stderr.slice(-2000)));
        return;
      }
      // The last line may be torn.
      const lines = stdout.split('\n').slice(0, -1);
      resolve(lines.map((line) => JSON.parse(line) as Step));
    });
  });

async function main(): Promise<void> {
  if (python === undefined) return;
  const bench = await makeBench(['qwen2_5_vl']);
  try {
    const rows = join(bench.folder, 'pictures.jsonl');
    // TRL's own batches cannot mix rows with and without images.
    await writeRows(
      rows,
      bench.rows.filter(({ images }) => images.length > 0),
    );
    const { launch } = bench.train('overhead', {
      model: bench.model('qwen2_5_vl'),
      train: rows,
      steps: STEPS,
      settings: { batch: 4, rollouts: 8, max_response_length: 48, kl: 0.02, save_every: STEPS },
    });
    for (const [path, text] of Object.entries(launch.files)) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    const script = join(__dirname, 'trl_overhead.py');
    const steps = await measured(python, [script, ...Object.keys(launch.files)], bench.folder);
    const of = (name: Step['name']): readonly Step[] => steps.filter((step) => step.name === name);
    const [plain, ours] = [of('plain'), of('ours')];
    const pairs = (what: 'processor' | 'wall'): readonly Pair[] =>
      ours.flatMap((step, i) => {
        const beside = plain[i];
        return beside === undefined ? [] : [[beside[what], step[what]] as const];
      });
    tell('processor time', pairs('processor'));
    tell('wall time', pairs('wall'));
  } finally {
    await bench.remove();
  }
}

void main();
