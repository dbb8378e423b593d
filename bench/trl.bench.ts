/**
 * The TRL runner against TRL itself: processor time of a GRPO step in both, in one process and in turns, on a tiny model on the
 * processor, where everything around the model weighs most. Run: npx tsx bench/trl.bench.ts
 */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ENV, makeBench, python, writeRows } from '../test/engines/trl/support';

const TURNS = 3;
const STEPS = 9;

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0;

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
      settings: { batch: 4, rollouts: 8, max_response_length: 48, kl: 0.02 },
    });
    for (const [path, text] of Object.entries(launch.files)) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    const script = join(__dirname, 'trl_overhead.py');
    const { stdout } = await promisify(execFile)(
      python,
      [script, ...Object.keys(launch.files), String(TURNS)],
      { env: { ...process.env, ...ENV }, maxBuffer: 1 << 26 },
    );
    const { plain, ours } = JSON.parse(stdout) as { plain: number[]; ours: number[] };
    for (const [name, share] of [
      ['median', 0.5],
      ['quickest tenth', 0.1],
    ] as const) {
      const [a, b] = [quantile(plain, share), quantile(ours, share)];
      console.log(
        `${name}: TRL ${(1000 * a).toFixed(1)} ms, the runner ${(1000 * b).toFixed(1)} ms a step: ` +
          `${(100 * (b / a - 1)).toFixed(1)} % (${plain.length} and ${ours.length} steps)`,
      );
    }
  } finally {
    await bench.remove();
  }
}

void main();
