import type { Severity } from '../protocol';

/** What a problem code of the plan means, for the reference page. */
export interface CodeInfo {
  /** Unless a case is milder or worse than usual. */
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it matters and how it is mended. */
  readonly explanation: string;
}

/** Codes that only a plan can find: SC24x for meaning, SC38x for what the rows say about it. */
export const PLAN_CODES = {
  SC240: {
    severity: 'error',
    title: 'A stage without a step',
    explanation:
      'A step takes `batch` rows and the rest of an epoch is dropped, so a stage with fewer rows than its batch never trains. Lower `batch`, or loosen `where`.',
  },
  SC241: {
    severity: 'warning',
    title: 'A stop condition that cannot hold',
    explanation:
      '`until` is evaluated on the metrics that the engine reports. A metric that is never reported stays NULL, so the condition is never true and the stage runs to its last step.',
  },
  SC242: {
    severity: 'error',
    title: 'A checkpoint that will not exist',
    explanation:
      '`checkpoint` says which checkpoint of the earlier stage this stage starts from. `best` needs validation in that stage; `step N` must be a step at which that stage saves, and must survive `keep_checkpoints`.',
  },
  SC243: {
    severity: 'warning',
    title: 'Checkpoints saved between validations',
    explanation:
      'A checkpoint is scored by the last validation before it. Unless `save_every` is a multiple of `validate_every`, the score belongs to older weights, and `best` picks by a score that the checkpoint does not have.',
  },
  SC244: {
    severity: 'error',
    title: 'Validation rows that cannot be found',
    explanation:
      '`validate` names a dataset with a `val` file, a data file, or a Hub dataset with its split. Without rows to validate on, `validate_every` does nothing and there is no best checkpoint.',
  },
  SC245: {
    severity: 'warning',
    title: 'A capability order that starts over',
    explanation:
      'An unshuffled stage shows its rows in the same order each epoch: with several epochs, `ordered` goes through perception, textual reasoning and visual reasoning again and again, which is not the staged curriculum in one file.',
  },
  SC246: {
    severity: 'warning',
    title: 'A stage key that the schedule does not use',
    explanation:
      '`merged` and `ordered` make one stage of all; its settings come from `defaults` and `pooled`. What only one of the written stages says (`until`, `order`, `engine_options`) has no place in it.',
  },
  SC247: {
    severity: 'warning',
    title: 'Variants that are the same run',
    explanation:
      'Two variants whose plans agree in data, order, settings and checkpoints give the same run twice. An ablation needs a difference; the key that should differ was probably already set in the curriculum.',
  },
  SC248: {
    severity: 'info',
    title: 'A comparison that differs in more than the schedule',
    explanation:
      'The one stage of `merged` or `ordered` uses other settings than the stages that it is compared with. A difference in the result is then not due to the schedule alone.',
  },
  SC249: {
    severity: 'warning',
    title: 'A group without a learning signal',
    explanation:
      'GRPO compares the responses of one prompt with each other. With a single response the advantage is always zero; with a handful of responses in a step the gradient is mostly noise.',
  },
  SC380: {
    severity: 'warning',
    title: 'A gold answer that the reward scores below 1',
    explanation:
      'A response that gives exactly the gold answer of the row does not get the full accuracy, so no response can: the group never has a right answer. The answer is usually written in a form that the reward cannot compare.',
  },
  SC381: {
    severity: 'error',
    title: 'A condition that leaves no rows',
    explanation: 'After `where`, nothing of the dataset is left for the stage.',
  },
  SC382: {
    severity: 'warning',
    title: 'An order by difficulty without pass rates',
    explanation:
      '`easy-to-hard` and `hard-to-easy` sort by the column with the role `difficulty` (a pass rate in [0, 1]). Rows without one cannot be placed in that order.',
  },
  SC383: {
    severity: 'info',
    title: 'The same rows twice in one stage',
    explanation:
      'A stage that pools several written stages keeps the rows of each, as the staged run would have shown them: a dataset that two stages use is in the pool twice.',
  },
  SC384: {
    severity: 'info',
    title: 'Rows that are never shown',
    explanation:
      'Rows that do not fill the last batch of an epoch are dropped. In a fixed order these are the same rows in every epoch: the last ones.',
  },
  SC385: {
    severity: 'error',
    title: 'Training rows that are not here',
    explanation:
      'Rows of a Hub dataset cannot be counted, filtered, sorted or checked before they are downloaded, so the plan would promise steps that it does not know.',
  },
  SC386: {
    severity: 'warning',
    title: 'Supervised fine-tuning on bare answers',
    explanation:
      '`sft` teaches the response column. Where a dataset has none, the gold answer is all that is taught: no trace, and no `\\boxed{}` around it, which the reward `boxed-answer` looks for.',
  },
  SC387: {
    severity: 'info',
    title: 'What the last stage learns is not measured',
    explanation:
      'The last model is asked the `test` (else `val`) rows of the datasets. When those of the last stage have neither, the result says only what the model kept of the earlier stages.',
  },
  SC388: {
    severity: 'warning',
    title: 'Rows that teach nothing',
    explanation:
      'GRPO learns from the differences inside a group of responses. A row that the model always or never solves (pass rate 1 or 0) gives the same reward to all of them, and its group no gradient. A warning where more than 60 % of the rows of a stage are of this kind.',
  },
  SC389: {
    severity: 'warning',
    title: 'Responses that do not fit',
    explanation:
      'The column `predictions` holds what the base model answered when the pass rates were measured. When more than 5 % of these texts are longer than `max_response_length`, so are the first responses of the training: they are cut before their answer, and get no reward. Tokens are estimated as a third of the characters.',
  },
  SC390: {
    severity: 'warning',
    title: 'Prompt and reward disagree on the form',
    explanation:
      'The prompt asks for one form of a response and the reward looks for another: other tags (`<thinking>` for `<think>`), no `\\boxed{}`. The format reward then stays at 0, or no answer is found at all. Told by the texts of both; of a Python reward nothing is run.',
  },
  SC391: {
    severity: 'warning',
    title: 'A policy that nothing holds',
    explanation:
      'Without the KL term (`kl: 0`) a learning rate above 1e-6 lets the policy drift until its entropy or its answers collapse.',
  },
  SC392: {
    severity: 'warning',
    title: 'Few prompts a step',
    explanation:
      'With fewer than 128 prompts a step, or 64 an update, the reward of a large model often does not move: the gradient is mostly noise. The paper takes 512 and 128.',
  },
  SC393: {
    severity: 'warning',
    title: 'Dataset not made yet',
    explanation:
      'The rows of a dataset with `make` or `difficulty` are written by `stagecraft make`. Before that nothing can be trained on them, so a run says it as an error.',
  },
  SC394: {
    severity: 'warning',
    title: 'Recipe changed since',
    explanation:
      'The rows were made by another recipe than the one that stands there now. They can be trained on as they are; making the dataset again answers only what the change asks for anew.',
  },
  SC395: {
    severity: 'error',
    title: 'Rows of one’s own in the folder',
    explanation:
      'A made dataset is written as `train.jsonl`, `val.jsonl`, `test.jsonl` and, last, `made.json`. Without `made.json` and `.make` beside them the rows that are there were written by somebody else, and `stagecraft make` refuses to take them away.',
  },
  SC396: {
    severity: 'warning',
    title: 'Outcome that no row can have',
    explanation:
      'What a model answers from a caption is unknown for rows without one, and what is unknown keeps nothing.',
  },
} as const satisfies Readonly<Record<`SC${2 | 3}${number}`, CodeInfo>>;

export type PlanCode = keyof typeof PLAN_CODES;
