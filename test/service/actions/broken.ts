/** A curriculum without problems; `with_` exchanges pieces of it. */
export const WHOLE = `curriculum: 1
name: shapes
model: micro-vlm
engine: embedded
datasets:
  shapes: { capability: perception, train: data/shapes.jsonl, val: data/shapes-val.jsonl }
  sums:
    capability: textual-reasoning
    train: data/sums.jsonl
defaults:
  epochs: 2
  batch: 16 # prompts
stages:
  - id: see
    data: shapes
    where: pass_rate < 1
  - id: think
    data: [sums]
    freeze: [vision]
`;

export const with_ = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from}`);
    return text.replace(from, to);
  }, WHOLE);

export interface Broken {
  readonly code: string;
  readonly text: string;
  /** Title of the fix that must be offered first. */
  readonly title: string;
  /** A piece that the mended text must have. */
  readonly becomes: string;
  readonly files?: Readonly<Record<string, string>>;
}

export const EXTRA = WHOLE.replace(
  'defaults:',
  'models: { judge: { url: http://h:1/v1, model: m } }\ndefaults:',
);

/** Texts with one mistake each, and what mends it. */
export const BROKEN_TEXT: readonly Broken[] = [
  {
    code: 'SC101',
    text: with_(['{ capability: perception, train', '{ capability: perception train']),
    title: 'Put a comma between the items',
    becomes: 'perception, train',
  },
  {
    code: 'SC101',
    text: with_(['batch: 16 # prompts', 'batch: "16"# prompts']),
    title: 'Put a space before the `#`',
    becomes: '"16" # prompts',
  },
  {
    code: 'SC101',
    text: with_(['name: shapes', 'name: @shapes']),
    title: 'Put the text into quotes',
    becomes: "name: '@shapes'",
  },
  {
    code: 'SC101',
    text: with_(['where: pass_rate < 1', 'where: "a \\d b"']),
    title: 'Write the backslash twice',
    becomes: '"a \\\\d b"',
  },
  {
    code: 'SC101',
    text: with_(['freeze: [vision]', 'freeze: [vision]]']),
    title: 'Remove `]`',
    becomes: 'freeze: [vision]\n',
  },
  {
    code: 'SC101',
    text: with_(['freeze: [vision]', 'freeze: [vision,, vision]']),
    title: 'Remove `,`',
    becomes: '[vision, vision]',
  },
  {
    code: 'SC101',
    text: with_(['where: pass_rate < 1', 'where: note: pass_rate < 1']),
    title: 'Put the text into quotes',
    becomes: "where: 'note: pass_rate < 1'",
  },
  {
    code: 'SC101',
    text: with_(['    data: shapes\n', '      data: shapes\n']),
    title: 'Indent the line by 4 spaces',
    becomes: '\n    data: shapes\n',
  },
  {
    code: 'SC102',
    text: with_(['    where', '\twhere'], ['    data: shapes\n', '\tdata: shapes\n']),
    title: 'Replace the tabs of the indentation by spaces',
    becomes: '    where: pass_rate',
  },
  {
    code: 'SC103',
    text: with_(['[vision]', '[vision']),
    title: 'Close it with `]`',
    becomes: 'freeze: [vision]\n',
  },
  {
    code: 'SC103',
    text: with_([
      '{ capability: perception, train: data/shapes.jsonl, val: data/shapes-val.jsonl }',
      '{ capability: perception,\n      train: data/shapes.jsonl',
    ]),
    title: 'Close it with `}`',
    becomes: 'shapes.jsonl}\n  sums',
  },
  {
    code: 'SC103',
    text: with_(['name: shapes', 'name: "shapes']),
    title: 'Close it with `"`',
    becomes: 'name: "shapes"\n',
  },
  {
    code: 'SC103',
    text: with_(['data: [sums]', "data: ['sums]"]),
    title: "Close it with `'`",
    becomes: "data: ['sums']",
  },
  {
    code: 'SC104',
    text: with_(['  batch: 16', ' batch: 16']),
    title: 'Indent the line by 2 spaces',
    becomes: '\n  batch: 16',
  },
  {
    code: 'SC105',
    text: with_(['  epochs: 2\n', '  epochs: 2\n  epochs: 3\n']),
    title: 'Remove this second `epochs`',
    becomes: 'epochs: 2\n  batch',
  },
  {
    code: 'SC105',
    text: with_(['capability: perception, ', 'capability: perception, capability: perception, ']),
    title: 'Remove this second `capability`',
    becomes: '{ capability: perception, train',
  },
  {
    code: 'SC106',
    text: with_(['defaults:', '---\ndefaults:']),
    title: 'Remove `---`, so that it is one document',
    becomes: 'jsonl\n\ndefaults',
  },
  {
    code: 'SC107',
    text: '# soon\n',
    title: 'Start with a small curriculum',
    becomes: '# soon\ncurriculum: 1\n',
  },
  {
    code: 'SC108',
    text: with_(['batch: 16', 'batch: &many 16'], ['    data: [sums]', '    batch: *mnay\n    data: [sums]']),
    title: 'Change to `*many`',
    becomes: 'batch: *many',
  },
  {
    code: 'SC110',
    text: with_(['epochs: 2', 'epohcs: 2']),
    title: 'Change to `epochs`',
    becomes: '\n  epochs: 2\n',
  },
  {
    code: 'SC110',
    text: with_(['epochs: 2', '"epoch": 2']),
    title: 'Change to `epochs`',
    becomes: '\n  "epochs": 2\n',
  },
  {
    code: 'SC110',
    text: with_(['epochs: 2', 'worker.rollout.n: 5']),
    title: 'Move it under `engine_options`',
    becomes: 'engine_options: { worker.rollout.n: 5 }',
  },
  {
    code: 'SC110',
    text: with_(['freeze: [vision]', 'blub: 4']),
    title: 'Remove `blub`',
    becomes: 'data: [sums]\n',
  },
  {
    code: 'SC110',
    text: with_(['defaults:\n  epochs: 2\n  batch: 16 # prompts', 'defaults: {epochs:2}']),
    title: 'Put a space after the colon',
    becomes: '{epochs: 2}',
  },
  {
    code: 'SC111',
    text: with_(['batch: 16', 'batch: "1_6"']),
    title: 'Write the number `16`',
    becomes: 'batch: 16 #',
  },
  {
    code: 'SC111',
    text: with_(['batch: 16', 'batch: [16]']),
    title: 'Write `16` without the list',
    becomes: 'batch: 16 #',
  },
  {
    code: 'SC111',
    text: with_(['batch: 16', 'batch: 16.4']),
    title: 'Write the whole number `16`',
    becomes: 'batch: 16 #',
  },
  {
    code: 'SC111',
    text: with_(['engine: embedded', 'engine: { trl: { vllm: yes } }'], ['micro-vlm', 'qwen3-vl-8b']),
    title: 'Write `true`',
    becomes: 'vllm: true',
  },
  {
    code: 'SC112',
    text: with_(['batch: 16', 'batch: 0']),
    title: 'Write at least `1`',
    becomes: 'batch: 1 #',
  },
  {
    code: 'SC112',
    text: with_(['freeze: [vision]', 'freeze: [visoin]']),
    title: 'Change to `vision`',
    becomes: 'freeze: [vision]',
  },
  {
    code: 'SC112',
    text: with_(['epochs: 2', 'method: grop']),
    title: 'Change to `grpo`',
    becomes: 'method: grpo',
  },
  {
    code: 'SC112',
    text: with_(
      ['data: [sums]', 'data: []'],
      ['- id: see\n    data: shapes', '- id: see\n    data: [shapes, sums]'],
    ),
    title: 'Write `[shapes]`',
    becomes: 'data: [shapes]',
  },
  {
    code: 'SC113',
    text: with_(['curriculum: 1\n', '']),
    title: 'Add `curriculum`',
    becomes: 'curriculum: 1\nname',
  },
  {
    code: 'SC113',
    text: with_(['    capability: textual-reasoning\n', '']),
    title: 'Add `capability: perception`',
    becomes: 'capability: perception\n',
  },
  {
    code: 'SC113',
    text: with_(['capability: perception, train: data/shapes.jsonl, ', 'capability: perception, ']),
    title: 'Add `train: data/shapes.jsonl`',
    becomes: 'train: data/shapes.jsonl }',
  },
  {
    code: 'SC113',
    text: with_(['    data: [sums]\n', '']),
    title: 'Add `data: sums`',
    becomes: '\n    data: sums\n',
  },
  {
    code: 'SC113',
    text: with_(['- id: think\n    data', '- data']),
    title: 'Add `id: stage-2`',
    becomes: '- id: stage-2\n    data: [sums]',
  },
  {
    code: 'SC113',
    text: WHOLE.slice(0, WHOLE.indexOf('stages:')),
    title: 'Add `stages`',
    becomes: 'stages:\n  - id: see\n    data: shapes',
  },
  {
    code: 'SC113',
    text: 'curriculum: 1\n',
    title: 'Add `datasets`, `stages`',
    becomes: 'datasets:\n  my-data:',
  },
  {
    code: 'SC113',
    text: with_(['model: micro-vlm\nengine: embedded', 'engine: easyr1']),
    title: 'Add `model: qwen2.5-vl-7b`',
    becomes: 'model: qwen2.5-vl-7b\nengine',
  },
  {
    code: 'SC113',
    text: `${WHOLE}audit: { method: judge }\n`,
    title: 'Add `judge`, and its endpoint under `models`',
    becomes: 'judge: judge }',
  },
  {
    code: 'SC114',
    text: with_(['epochs: 2', 'epochs:']),
    title: 'Write `epochs: 1`',
    becomes: 'epochs: 1\n',
  },
  {
    code: 'SC114',
    text: with_(['data: [sums]', 'data:']),
    title: 'Write `data: shapes`',
    becomes: 'data: shapes\n    freeze',
  },
  {
    code: 'SC114',
    text: with_(['    freeze: [vision]', '    engine_options:']),
    title: 'Remove `engine_options`',
    becomes: 'data: [sums]\n',
  },
  {
    code: 'SC115',
    text: with_(['defaults:\n', 'defaults: &shared\n'], ['    freeze: [vision]', '    <<: shared']),
    title: 'Merge `*shared`',
    becomes: '<<: *shared',
  },
  {
    code: 'SC116',
    text: with_(['name: shapes', 'name: !env shapes']),
    title: 'Remove `!env`',
    becomes: 'name: shapes',
  },
  {
    code: 'SC118',
    text: with_(['curriculum: 1', 'curriculum: 2']),
    title: 'Write `curriculum: 1`',
    becomes: 'curriculum: 1\n',
  },
  {
    code: 'SC119',
    text: with_(['  epochs: 2\n', '  epochs 2\n']),
    title: 'Put a colon behind the key',
    becomes: 'epochs: 2',
  },
  {
    code: 'SC119',
    text: with_(['    data: shapes\n', '    data:shapes\n']),
    title: 'Put a space after the colon',
    becomes: 'data: shapes\n',
  },
  {
    code: 'SC119',
    text: with_(['  epochs: 2\n', '  epochs\n']),
    title: 'Write `epochs: 1`',
    becomes: 'epochs: 1\n',
  },
];
