import type { Make } from '../../language';
import type { FunnelStep, MadeFigures, MadeSplit } from '../../protocol';

export interface WarningParts {
  readonly make: Make;
  readonly figures: MadeFigures;
  readonly funnel: readonly FunnelStep[];
  readonly rows: Readonly<Partial<Record<MadeSplit, number>>>;
}

const FEW_ROWS = 100;
/** Blind-solvable share whose lower bound is above this is told. */
const MUCH_BLIND = 0.1;
const MUCH_MISSING = 0.05;
const UNLIKELY = 0.01;

const percent = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`;

/** What should be known before this is trained on, in sentences: what, and what can be done. */
export function warningsOf(parts: WarningParts): readonly string[] {
  const { make, rows } = parts;
  const train = rows.train ?? 0;
  const own = make.source.kind === 'own';
  const size =
    train === 0
      ? ['No row is left to train on: the funnel says where they fell.']
      : train < FEW_ROWS && !own
        ? [
            `Only ${train} ${train === 1 ? 'row is' : 'rows are'} left to train on: give more ${make.source.kind === 'captions' ? 'captions' : 'rows'}, or let \`keep\` be less strict.`,
          ]
        : [];
  return [...size, ...emptySplits(parts), ...fallen(parts), ...balance(parts), ...answers(parts)];
}

function emptySplits({ make, rows }: WarningParts): readonly string[] {
  // Where nothing is left at all, that is said.
  if (Object.values(rows).every((count) => count === 0)) return [];
  return (['val', 'test'] as const).flatMap((split) => {
    const asked = make.split[split];
    if (asked === 0 || (rows[split] ?? 0) > 0) return [];
    return [
      `No image fell to \`${split}\` (a share of ${asked} was asked for), so that there is no ${split}.jsonl: make more rows, raise the share, or take another seed.`,
    ];
  });
}

function fallen({ funnel }: WarningParts): readonly string[] {
  const source = funnel.find(({ step }) => step === 'source');
  const broken = (source?.dropped ?? []).filter(({ reason }) => /\bimage\b/u.test(reason));
  const count = broken.reduce((sum, one) => sum + one.count, 0);
  const rate = funnel.find(({ step }) => step === 'rate');
  const unrated = rate === undefined ? 0 : rate.in - rate.out;
  return [
    ...(count > 0
      ? [`${count} of ${source?.in ?? 0} fell because an image is missing or cannot be read.`]
      : []),
    ...(unrated > 0
      ? [
          `${unrated} of ${rate?.in ?? 0} rows have no pass rate and fell: make again when the model can be reached.`,
        ]
      : []),
  ];
}

function balance({ figures }: WarningParts): readonly string[] {
  const { blind, positions, positionsP, longest } = figures;
  const options = Object.keys(positions).length;
  const most = Object.entries(positions).sort((a, b) => b[1] - a[1])[0];
  const total = Object.values(positions).reduce((sum, n) => sum + n, 0);
  return [
    ...(blind !== undefined && blind.low > MUCH_BLIND
      ? [
          `${percent(blind.count, blind.of)} of the rows (${blind.count} of ${blind.of}) are solved blind by some model: they need no image. Add \`AND NOT right_blind\` to \`keep\`, or \`agree: all\`.`,
        ]
      : []),
    ...(positionsP !== undefined && positionsP < UNLIKELY && most !== undefined
      ? [
          `The right option stands at ${most[0]} in ${percent(most[1], total)} of the rows: positions are not balanced (chi-square p = ${positionsP.toPrecision(2)}).`,
        ]
      : []),
    ...(longest !== undefined && options > 0 && longest.of >= FEW_ROWS && longest.low > 1.5 / options
      ? [
          `The right option is the longest in ${percent(longest.count, longest.of)} of the rows: its length gives it away.`,
        ]
      : []),
  ];
}

function answers({ figures, make }: WarningParts): readonly string[] {
  const found = make.answer_with.flatMap((model) => {
    const of = figures.outcomes.filter((one) => one.model === model);
    const sum = (what: 'missing' | 'unparsable'): number => of.reduce((n, one) => n + one.counts[what], 0);
    const total = of.reduce((n, { counts }) => n + Object.values(counts).reduce((a, b) => a + b, 0), 0);
    if (total === 0) return [`${model} was asked nothing, so that no question has an answer of it.`];
    const [missing, unparsable] = [sum('missing'), sum('unparsable')];
    return [
      ...(missing > total * MUCH_MISSING
        ? [
            `${percent(missing, total)} of the answers of ${model} are missing: make again, and they are asked for again.`,
          ]
        : []),
      ...(unparsable > total * MUCH_MISSING * 2
        ? [
            `${percent(unparsable, total)} of the answers of ${model} hold no readable answer: raise \`answers.max_tokens\` if they are cut off.`,
          ]
        : []),
    ];
  });
  return found;
}
