import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stagecraft } from './stagecraft';
import { pathOf } from './workspace';

const run = promisify(execFile);

/** The shape example in small, with rows held out and an audit at its end. */
export const AUDITED = `curriculum: 1
name: audited
model: micro-vlm
engine: embedded
prompt: prompts/question.jinja
reward: boxed-answer

datasets:
  pictures: # what is seen
    capability: perception
    train: data/perception-train.jsonl
    val: data/perception-val.jsonl
    test: data/perception-test.jsonl
  sums: { capability: textual-reasoning, train: data/text-train.jsonl, test: data/text-test.jsonl }

defaults: { steps: 2, batch: 4, rollouts: 4, learning_rate: 3e-4, max_prompt_length: 64, max_response_length: 20, seed: 7 }

stages:
  # the first
  - id: see
    data: pictures
    validate: pictures
  - id: think
    data: sums

audit: { method: counterfactual }
`;

/** Runs a curriculum of the opened folder to its audit, as a user does on the command line. */
export async function runToAudit(file: string): Promise<void> {
  await run(
    process.execPath,
    [join(stagecraft().extensionPath, 'dist', 'stagecraft.cjs'), 'run', file, '--workspace', pathOf()],
    { cwd: pathOf(), env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: 240_000 },
  );
}
