/** The shape example in small: two stages that take a few steps each. Written into the example's folder for its data. */
export const SMALL = `curriculum: 1
name: small
model: micro-vlm
engine: embedded
prompt: prompts/question.jinja
reward: boxed-answer

datasets:
  pictures:
    capability: perception
    train: data/perception-train.jsonl
    val: data/perception-val.jsonl
  sums:
    capability: textual-reasoning
    train: data/text-train.jsonl
    val: data/text-val.jsonl

defaults: { batch: 4, rollouts: 4, learning_rate: 3e-4, max_prompt_length: 64, max_response_length: 20, seed: 7 }

stages:
  - id: see
    data: pictures
    where: pass_rate >= 0.2 AND pass_rate < 1
    steps: 2
  - id: think
    data: sums
    steps: 2
    from: see

variants:
  short:
    stages: [see]
`;
