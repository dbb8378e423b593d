/**
 * How long checking a curriculum takes: `npx tsx bench/language.bench.ts`. Prints median and 95th percentile of the
 * whole check (parse, schema, merge, meaning) in milliseconds, after warming up, in one process.
 */
import { checkAllVariants, checkCurriculum } from '../src/language';

/** A curriculum of about `lines` lines; every stage has its own settings and an expression. */
function curriculumOf(lines: number): string {
  const head = `curriculum: 1
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
  sums: { capability: textual-reasoning, train: sums.jsonl }
stages:
`;
  const stages = Array.from(
    { length: Math.ceil((lines - 5) / 6) },
    (_, index) => `  - id: stage-${index}
    data: [shapes, sums]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    engine_options: { worker.actor.clip_ratio_high: 0.3, trainer.seed: ${index} }
`,
  );
  return head + stages.join('');
}

function measure(name: string, runs: number, run: () => unknown): void {
  for (let i = 0; i < 3; i++) run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.min(runs - 1, Math.floor(share * runs))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(44)} median ${at(0.5).padStart(7)} ms   p95 ${at(0.95).padStart(7)} ms   n ${runs}`,
  );
}

const file = '/bench/bench.curriculum.yaml';
const read = (): undefined => undefined;
for (const lines of [100, 2000, 10_000]) {
  const text = curriculumOf(lines);
  measure(`check, ${lines} lines`, lines > 5000 ? 15 : 40, () => checkCurriculum(file, { text, read }));
  const broken = text.replaceAll('epochs:', 'epoch:');
  measure(`check, ${lines} lines, a misspelt key a stage`, lines > 5000 ? 15 : 40, () =>
    checkCurriculum(file, { text: broken, read }),
  );
}
const variants = Array.from(
  { length: 50 },
  (_, index) => `  v${index}: { stages: { stage-${index}: { epochs: 2 } } }`,
);
const text = `${curriculumOf(2000)}variants:\n${variants.join('\n')}\n`;
measure('check all, 2000 lines, 50 variants', 10, () => checkAllVariants(file, { text, read }));
console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
