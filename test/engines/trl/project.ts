import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Rows of the shape example whose answers are one word, with responses that a tiny model learns in seconds. */
const FILES = { train: 24, val: 4, test: 4 } as const;

/** What training wants of processes that share two cores: one thread, and no network. */
export const QUIET = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1' } as const;

export interface TrlProject {
  readonly name: string;
  /** The curriculum's `engine`. */
  readonly engine: string;
  /** Folder of the model, as the curriculum names it. */
  readonly model: string;
}

/** A curriculum for TRL with a supervised stage, a GRPO stage from it, held-out rows and an audit. */
export const trlCurriculum = ({ name, engine, model }: TrlProject): string => `curriculum: 1
name: ${name}
model: ${model}
engine: ${engine}
prompt: prompts/question.jinja
reward: boxed-answer

datasets:
  pictures:
    capability: perception
    train: data/tiny-train.jsonl
    val: data/tiny-val.jsonl
    test: data/tiny-test.jsonl

defaults: { gpus: 0, batch: 8, rollouts: 4, max_prompt_length: 256, max_response_length: 8, seed: 3 }

stages:
  - id: learn
    data: pictures
    method: sft
    steps: 200
    learning_rate: 3e-3
    validate_every: 200
    save_every: 100
    until: loss < 0.9
  - id: see
    data: pictures
    steps: 2
    learning_rate: 1e-4
    kl: 0.02
    validate_every: 1
    save_every: 1
    checkpoint: last

audit: { method: counterfactual, samples: 4 }
`;

/** The same with its supervised stage alone, a few steps of it. */
export const shortCurriculum = (project: TrlProject): string =>
  trlCurriculum(project)
    .replace(/ {2}- id: see[^]*?(?=\naudit:)/, '')
    .replaceAll('200', '12')
    .replace('save_every: 100', 'save_every: 12')
    .replace(/ {4}until: .*\n/, '');

/** Writes the rows beside those of a copy of the shape example, whose pictures they show. */
export function writeTinyRows(folder: string): void {
  for (const [split, count] of Object.entries(FILES)) {
    const lines = readFileSync(join(folder, 'data', `perception-${split}.jsonl`), 'utf8').split('\n');
    const rows = lines
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
      .filter(({ answer }) => /^\w+$/.test(String(answer)))
      .slice(0, count)
      .map((row) => JSON.stringify({ ...row, response: `\\boxed{${String(row.answer)}}` }));
    const path = join(folder, 'data', `tiny-${split}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${rows.join('\n')}\n`);
  }
}
