import type { SampleReport } from '../../protocol';
import { goldIsRight, type SampleTrace, type TracedAnswer, type TracedImage } from './trace';

/** A trace as plain text, step by step, for a read-only document or a terminal. Its texts are untrusted data. */
export function sampleReport(trace: SampleTrace): SampleReport {
  const { row, stage } = trace;
  return {
    title: `Sample ${row.id} · ${stage}`,
    text: `${[
      section('1. Row', rowLines(trace)),
      section('2. Image', imageLines(trace)),
      section('3. Prompt', promptLines(trace)),
      section('4. Model', modelLines(trace)),
      section('5. Reward', rewardLines(trace)),
      section('6. Gold answer', goldLines(trace)),
    ].join('\n\n')}\n`,
  };
}

const section = (title: string, lines: readonly string[]): string =>
  [title, ...lines.flatMap((line) => line.split('\n')).map((line) => `   ${line}`.trimEnd())].join('\n');

function rowLines({ row, stage }: SampleTrace): readonly string[] {
  const taken =
    row.trained === undefined
      ? `held out (${row.split}): no stage trains on it`
      : row.trained
        ? `trained on in stage ${stage}${row.where === undefined ? '' : `: it meets \`${row.where}\``}`
        : `not trained on in stage ${stage}: it does not meet \`${row.where ?? ''}\``;
  const width = Math.max(0, ...row.cells.map(({ role, column }) => nameOf(role, column).length));
  return [
    `${row.id} of ${row.dataset} (${row.capability}), ${row.file}`,
    taken,
    ...row.cells.map(({ role, column, value }) =>
      `${nameOf(role, column).padEnd(width)}  ${value.replaceAll('\n', '\n'.padEnd(width + 3))}`.trimEnd(),
    ),
  ];
}

const nameOf = (role: string, column: string): string => (role === column ? role : `${role} (${column})`);

function imageLines({ images, prompt }: SampleTrace): readonly string[] {
  if (images.length === 0) return ['none'];
  const model =
    'image' in prompt
      ? `the model sees ${images.length === 1 ? 'it' : 'them, side by side as one,'} in a square of ${prompt.image.side} x ${prompt.image.side} pixels: ${prompt.image.patches} patches of ${prompt.image.patch} x ${prompt.image.patch}, one token each`
      : images.some(({ tokens }) => tokens !== undefined)
        ? undefined
        : 'the processor of the model decides how many tokens it takes';
  return [...images.map(imageLine), ...(model === undefined ? [] : [model])];
}

const imageLine = ({ name, width, height, format, fault, tokens }: TracedImage): string =>
  fault === undefined
    ? `${name}: ${width} x ${height} pixels, ${format}${tokens === undefined ? '' : `; ${tokens}`}`
    : `${name}: ${fault}`;

function promptLines({ prompt }: SampleTrace): readonly string[] {
  if ('reason' in prompt)
    return [
      `It cannot be rendered: ${prompt.reason}`,
      ...(prompt.hint === undefined ? [] : [`fix: ${prompt.hint}`]),
    ];
  const text = prompt.text.split('\n').map((line) => `| ${line}`);
  if (!('tokens' in prompt))
    return [...text, 'The chat template of the model and its image tokens come around it.'];
  const { tokens, limit, cutTo, unknown, standsIn } = prompt;
  return [
    ...text,
    `${tokens} tokens of at most ${limit}`,
    ...(cutTo === undefined
      ? []
      : ['It is too long, its start is left out. What the model reads:', `| ${cutTo}`]),
    ...(unknown.length === 0
      ? []
      : [`read byte by byte, since the model does not know them: ${unknown.slice(0, 20).join(' ')}`]),
    ...(standsIn === undefined ? [] : [`The micro model stands in for ${standsIn}.`]),
  ];
}

const KINDS: Readonly<Record<TracedAnswer['kind'], string>> = {
  gold: 'gold',
  given: 'given response',
  greedy: 'greedy',
  sampled: 'sampled',
};

function modelLines({ model, answers }: SampleTrace): readonly string[] {
  return [
    model.words,
    ...(model.kind === 'failed' && model.hint !== undefined ? [`fix: ${model.hint}`] : []),
    ...distinct(answers).map(({ kind, text, tokens, truncated, times }) => {
      const length = tokens === undefined ? '' : ` (${tokens} tokens${truncated === true ? ', cut' : ''})`;
      return `${KINDS[kind]}${timesText(times)}${length}: ${text}`;
    }),
  ];
}

interface Repeated extends TracedAnswer {
  readonly times: number;
}

/** All answers but the gold one; equal ones of a kind once, with how often they came. */
function distinct(answers: readonly TracedAnswer[]): readonly Repeated[] {
  const found = new Map<string, Repeated>();
  for (const answer of answers) {
    if (answer.kind === 'gold') continue;
    const key = `${answer.kind} ${answer.text}`;
    found.set(key, { ...answer, times: (found.get(key)?.times ?? 0) + 1 });
  }
  return [...found.values()];
}

const timesText = (times: number): string => (times === 1 ? '' : ` x ${times}`);

function rewardLines({ reward, answers, gold }: SampleTrace): readonly string[] {
  const { name, failure, printed } = reward;
  if (failure !== undefined)
    return [
      `${name} failed: ${failure.message}`,
      ...(failure.place === undefined ? [] : [`at ${failure.place}`]),
      ...(failure.hint === undefined ? [] : [`fix: ${failure.hint}`]),
      ...printed.map((line) => `printed: ${line}`),
    ];
  const others = distinct(answers);
  return [
    `${name}, against the gold answer \`${gold}\``,
    ...(others.length === 0 ? ['no answer to score'] : others.flatMap((one) => scoreLines(one, one.times))),
    ...printed.map((line) => `printed: ${line}`),
  ];
}

function goldLines(trace: SampleTrace): readonly string[] {
  const answer = trace.answers.find(({ kind }) => kind === 'gold');
  if (answer?.reward === undefined) return ['not scored: the reward failed'];
  return [
    'the best response that can be, in the form that the prompt asks for:',
    ...answer.text.split('\n').map((line) => `| ${line}`),
    ...scoreLines(answer),
    goldIsRight(trace)
      ? 'The reward gives it 1: a right answer can be learned.'
      : 'The reward gives it less than 1: nothing that the model could write would be right. Mend the reward, the answer column, or the prompt.',
  ];
}

function scoreLines({ kind, text, reward, extracted, why }: TracedAnswer, times = 1): readonly string[] {
  const parts = Object.entries(reward ?? {})
    .filter(([part]) => part !== 'overall')
    .map(([part, value]) => `${part} ${figure(value)}`);
  const taken = extracted === undefined ? '' : `, took \`${extracted}\``;
  const shown = kind === 'gold' ? '' : ` ${JSON.stringify(text.slice(0, 80))}`;
  return [
    `${figure(reward?.overall)}${parts.length === 0 ? '' : ` = ${parts.join(', ')}`}  ${KINDS[kind]}${timesText(times)}${shown}${taken}`,
    ...(why === undefined ? [] : [`     ${why}`]),
  ];
}

const figure = (value: number | undefined): string =>
  value === undefined ? '?' : String(Number(value.toFixed(4)));
