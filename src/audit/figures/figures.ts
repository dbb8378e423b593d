import type { AuditFigures } from '../../protocol';
import { readItems } from '../../results';
import { readControls, type ControlLine } from '../controls';
import { itemKey } from '../items';
import { rate } from '../statistics';
import { readVerdicts, type Verdicts } from '../verdicts';
import { agreements, type FigureItem } from './agreement';
import { correctedShare } from './corrected';
import { labelShares, perceptionShares } from './shares';

export interface FigureData {
  readonly items: Iterable<FigureItem>;
  readonly verdicts: Verdicts;
  readonly controls: readonly ControlLine[];
}

/** What a set's verdicts say, by method and where methods meet; every figure with its n, interval and exclusions. */
export function figuresOf({ items, verdicts, controls }: FigureData): AuditFigures {
  const failures: FigureItem[] = [];
  let right = 0;
  let unjudged = 0;
  for (const item of items) {
    if (item.correct === null) unjudged += 1;
    else if (item.correct) right += 1;
    else failures.push(item);
  }
  const { notes, ...judged } = correctedShare(failures, verdicts, controls);
  const gate = verdicts.gate?.state === 'doubtful' ? [verdicts.gate.message] : [];
  return {
    accuracy: rate(right, right + failures.length, 'items', [
      { reason: 'that cannot be judged', n: unjudged },
    ]),
    ...perceptionShares(failures, verdicts),
    labels: labelShares(failures, verdicts),
    agreement: agreements(failures, verdicts),
    ...judged,
    notes: [...gate, ...notes],
  };
}

/** The figures of a set's folder. */
export async function figuresOfSet(dir: string): Promise<AuditFigures> {
  const items: FigureItem[] = [];
  for await (const item of readItems(dir)) items.push(figureItem(item));
  return figuresOf({ items, verdicts: await readVerdicts(dir), controls: await readControls(dir) });
}

/** What figures need of an item; those of one image are one cluster. */
export function figureItem(item: {
  readonly row: string;
  readonly dataset: string;
  readonly correct: boolean | null;
  readonly images: readonly object[];
}): FigureItem {
  const key = itemKey(item);
  const [image] = item.images;
  const named = image === undefined || 'missing' in image ? key : JSON.stringify(image);
  return { key, correct: item.correct, cluster: named };
}
