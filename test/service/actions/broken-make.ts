import type { Broken } from './broken';

/** A curriculum without problems whose dataset is made; `recipe` exchanges pieces of it. */
export const RECIPE = `curriculum: 1
model: qwen2.5-vl-7b
engine: easyr1
models:
  writer: { url: http://h:1/v1, model: w, images: false }
  eye: { url: http://h:2/v1, model: e }
datasets:
  asked:
    capability: perception
    make:
      captions: data/captions.jsonl
      images: data/images
      questions: { by: writer, kinds: [spatial, detail] }
      answer_with: [eye, base]
      keep: wrong_from_image AND right_from_caption AND NOT right_blind
      split: { val: 0.05, test: 0.1 }
    difficulty: { by: eye, rollouts: adaptive, boundaries: [0.2, 0.8] }
  merged:
    capability: perception
    make: { from: [asked, own], keep: pass_rate < 1 }
  own: { capability: perception, train: data/own.jsonl }
stages:
  - { id: see, data: [asked, merged] }
`;

export const recipe = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from}`);
    return text.replace(from, () => to);
  }, RECIPE);

/** Recipes with one mistake each, and what mends it. */
export const BROKEN_MAKE: readonly Broken[] = [
  {
    code: 'SC113',
    text: recipe(['      questions: { by: writer, kinds: [spatial, detail] }\n', '']),
    title: 'Add `questions: { by: writer }`',
    becomes: 'questions: { by: writer }',
  },
  {
    code: 'SC113',
    text: recipe(['{ by: writer, kinds', '{ kinds']),
    title: 'Add `questions: { by: writer }`',
    becomes: 'by: writer }',
  },
  {
    code: 'SC113',
    text: recipe(['train: data/own.jsonl', 'val: data/own.jsonl']),
    title: 'Add `train: data/own.jsonl`',
    becomes: 'train: data/own.jsonl',
  },
  {
    code: 'SC113',
    text: recipe(['{ by: eye, rollouts', '{ rollouts']),
    title: 'Add `by: base`',
    becomes: 'by: base',
  },
  {
    code: 'SC112',
    text: recipe(['rollouts: adaptive', 'rollouts: adaptve']),
    title: 'Change to `adaptive`',
    becomes: 'rollouts: adaptive',
  },
  {
    code: 'SC112',
    text: recipe(['rollouts: adaptive, boundaries: [0.2, 0.8]', 'rollouts: 0']),
    title: 'Write at least `1`',
    becomes: 'rollouts: 1',
  },
  {
    code: 'SC201',
    text: recipe(['from: [asked, own]', 'from: [asked, ownn]']),
    title: 'Change to `own`',
    becomes: 'from: [asked, own]',
  },
  {
    code: 'SC228',
    text: recipe(['from: [asked, own]', 'from: [asked, asked]']),
    title: 'Remove the second',
    becomes: 'from: [asked]',
  },
  {
    code: 'SC226',
    text: recipe(['by: writer', 'by: wrtier']),
    title: 'Change to `writer`',
    becomes: 'by: writer',
  },
  {
    code: 'SC226',
    text: recipe(['[eye, base]', '[eye, bsae]']),
    title: 'Change to `base`',
    becomes: '[eye, base]',
  },
  {
    code: 'SC226',
    text: recipe(['by: writer, kinds', 'by: writer, verify: non, kinds']),
    title: 'Change to `none`',
    becomes: 'verify: none',
  },
  {
    code: 'SC226',
    text: recipe(['by: writer', 'by: base']),
    title: 'Change to `writer`',
    becomes: 'by: writer',
  },
  {
    code: 'SC224',
    text: recipe(['{ from: [asked', '{ questions: { by: writer }, from: [asked']),
    title: 'Remove `questions`',
    becomes: 'make: { from: [asked',
  },
  {
    code: 'SC224',
    text: recipe(['rollouts: adaptive', 'rollouts: 8']),
    title: 'Remove `boundaries`',
    becomes: 'rollouts: 8 }',
  },
  {
    code: 'SC260',
    text: recipe(['{ from: [asked', '{ failures: last, from: [asked']),
    title: 'Remove `failures`',
    becomes: 'make: { from: [asked',
  },
  {
    code: 'SC261',
    text: recipe(['from: [asked, own]', 'from: [asked, merged]']),
    title: 'Remove `merged`',
    becomes: 'from: [asked]',
  },
  {
    code: 'SC262',
    text: recipe(['test: 0.1', 'test: 0.95']),
    title: 'Write `split: { val: 0.05, test: 0.1 }`',
    becomes: 'split: { val: 0.05, test: 0.1 }',
  },
  {
    code: 'SC263',
    text: recipe(['[spatial, detail]', '[spatail, detail]']),
    title: 'Change to `spatial`',
    becomes: '[spatial, detail]',
  },
  {
    code: 'SC265',
    text: recipe([
      '    capability: perception\n    make:\n',
      '    capability: perception\n    val: data/v.jsonl\n    make:\n',
    ]),
    title: 'Remove `val`',
    becomes: 'split: { test: 0.1 }',
  },
  {
    code: 'SC267',
    text: recipe(['      answer_with: [eye, base]\n', '']),
    title: 'Add `answer_with: [eye]`',
    becomes: 'answer_with: [eye]',
  },
  {
    code: 'SC268',
    text: recipe(['      keep: wrong_from_image AND right_from_caption AND NOT right_blind\n', '']),
    title: 'Keep what is wrong from the image and right from the caption alone',
    becomes: 'keep: wrong_from_image',
  },
  {
    code: 'SC269',
    text: recipe(['      keep: wrong', '      answers: { max_tokens: 8 }\n      keep: wrong']),
    title: 'Write the default `512`',
    becomes: 'max_tokens: 512',
  },
  {
    code: 'SC270',
    text: recipe(['[0.2, 0.8]', '[0.8, 0.2]']),
    title: 'Write the default `[0.25, 0.75]`',
    becomes: '[0.25, 0.75]',
  },
  {
    code: 'SC271',
    text: recipe([
      '  eye: { url: http://h:2/v1, model: e }\n',
      '  eye: { url: http://h:2/v1, model: e }\n  base: { url: http://h:3/v1, model: b }\n',
    ]),
    title: 'Rename to `base-model`',
    becomes: 'base-model: { url',
  },
  {
    code: 'SC272',
    text: recipe(['rollouts: adaptive', 'temperature: 0.7, rollouts: adaptive']),
    title: 'Write `temperature: 1`',
    becomes: 'temperature: 1, rollouts',
  },
  {
    code: 'SC272',
    text: recipe(['rollouts: adaptive', 'top_p: 0.9, rollouts: adaptive']),
    title: 'Remove `top_p`',
    becomes: 'by: eye, rollouts',
  },
  {
    code: 'SC272',
    text: recipe(['rollouts: adaptive', 'max_tokens: 1024, rollouts: adaptive']),
    title: 'Remove `max_tokens`',
    becomes: 'by: eye, rollouts',
  },
  {
    code: 'SC273',
    text: recipe(['keep: pass_rate < 1', 'keep: pass_rate < 1, to: data/asked']),
    title: 'Write `to: data/merged-made`',
    becomes: 'to: data/merged-made',
  },
];
