import { createAnalyzer } from '../language';

/** A curriculum with all that most have; what matters is that reading it takes the ways that reading others does. */
const TEXT = `curriculum: 1
name: warm-up
model: micro-vlm
engine: embedded
datasets:
  seen: { capability: perception, train: seen.jsonl, val: val.jsonl } # a comment
  thought:
    capability: textual-reasoning
    train: thought.jsonl
schedule: { capability: staged, difficulty: easy-to-hard }
defaults: { epochs: 2, batch: 16, rollouts: 8, learning_rate: 1e-6 }
stages:
  - id: see
    data: [seen]
    where: pass_rate < 1 AND len(images) = 1
  - id: think
    data: thought
    from: see
    checkpoint: best
variants:
  reversed: { stages: [think, see] }
`;
const ROUNDS = 12;

/**
 * Reads a small curriculum a few times while the editor has nothing to ask, so that the first real one is read by
 * code that is already compiled. Ends early as soon as there is something to do.
 */
export function warmUp(isBusy: () => boolean): void {
  const analyzer = createAnalyzer();
  let round = 0;
  const next = (): void => {
    if (round >= ROUNDS || isBusy()) return;
    const text = TEXT.replaceAll('see', `see-${round}`);
    round += 1;
    analyzer.analyze('/warm-up.curriculum.yaml', text, { read: () => undefined });
    setImmediate(next);
  };
  setImmediate(next);
}
