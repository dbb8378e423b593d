/**
 * From a keystroke to what the language makes of the new text, beside an analysis from scratch of the same text:
 * `npx tsx bench/keystroke.bench.ts`. A condition in the middle of the file is typed letter by letter; tree, checks
 * of the curriculum and of each of its variants are all in. Milliseconds, after warming up, in one process.
 */
import { createAnalyzer, type Analyzer } from '../src/language';

/** A curriculum of about `lines` lines with datasets, stages and variants in the proportions of a long one. */
function curriculumOf(lines: number, variants: number): string {
  const datasets = Array.from(
    { length: Math.round(lines / 20) },
    (_, index) => `  set-${index}:
    capability: perception
    train: data/train-${index}.jsonl
    val: data/val-${index}.jsonl
    columns: { question: problem, difficulty: pass_rate }
`,
  );
  const stages = Array.from(
    { length: Math.round(lines * 0.075) },
    (_, index) => `  # what stage ${index} is for
  - id: stage-${index}
    data: [set-${index % datasets.length}]
    where: pass_rate < 1 AND len(images) = 1
    epochs: 2
    learning_rate: 1e-6
    kl: 0.01
    rollouts: 5
    engine_options:
      worker.actor.clip_ratio_high: 0.3
`,
  );
  const changes = Array.from(
    { length: variants },
    (_, index) =>
      `  v${index}: { defaults: { kl: 0.0${index + 1} }, stages: { stage-${index}: { epochs: 3 } } }\n`,
  );
  return `curriculum: 1
name: long
engine: easyr1
model: qwen3-vl-8b
datasets:
${datasets.join('')}stages:
${stages.join('')}variants:
${changes.join('')}`;
}

const FILE = '/bench/bench.curriculum.yaml';
const TYPED = ' AND length(answer) < 200';

/** Types a condition and takes it away again, `rounds` times; gives the time of each keystroke. */
function type(analyzer: () => Analyzer, text: string, rounds: number, stride: number): readonly number[] {
  const at = text.indexOf(' AND len(images)', Math.floor(text.length / 2));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let length = 0; length <= TYPED.length; length += stride) {
      const now = text.slice(0, at) + TYPED.slice(0, length) + text.slice(at);
      const start = performance.now();
      const { checked } = analyzer().analyze(FILE, now, { read: () => undefined });
      times.push(performance.now() - start);
      if (checked.base.curriculum === undefined) throw new Error('The analysis found no curriculum');
    }
  }
  return times;
}

function show(name: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(48)} median ${at(0.5).padStart(7)} ms   p95 ${at(0.95).padStart(7)} ms   n ${sorted.length}`,
  );
}

for (const lines of [2000, 10_000]) {
  for (const variants of [2, 10]) {
    const text = curriculumOf(lines, variants);
    const kept = createAnalyzer();
    const name = `${text.split('\n').length - 1} lines, ${variants} variants`;
    type(() => kept, text, 4, 1);
    show(
      `keystroke, ${name}`,
      type(() => kept, text, lines > 5000 ? 4 : 12, 1),
    );
    show(`from scratch, ${name}`, type(createAnalyzer, text, lines > 5000 ? 1 : 3, 2));
  }
}
console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
