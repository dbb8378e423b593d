import type { Column, Columns } from './columns';
import { px } from './violin';

/** A checkpoint's way from one stage to the start of another; `source` absent: the base model. */
export interface Arrow {
  readonly target: string;
  readonly source?: string;
  /** `best`, `last`, `step 40`. */
  readonly rule?: string;
  readonly path: string;
  /** Tip of the arrow head. */
  readonly tip: readonly [number, number];
  /** Where a short word about it has room, when it has. */
  readonly label?: { readonly x: number; readonly y: number; readonly text: string };
}

/** Length of the stub that stands for the base model. */
const STUB = 16;
const LABEL_GAP = 30;

/** `best of see` and the like into its parts; undefined when the weights come from the base model. */
export function readFrom(from: string): { readonly rule: string; readonly stage: string } | undefined {
  const [, rule, stage] = /^(?:the )?(best|last|step \d+)(?: checkpoint)? of (.+)$/.exec(from) ?? [];
  return rule === undefined || stage === undefined ? undefined : { rule, stage };
}

/** The flow of checkpoints along the line `y` of progress bars, over `rise` pixels of free space above it. */
export function layArrows({ columns, gap }: Columns, y: number, rise: number): readonly Arrow[] {
  const places = new Map(columns.map((column, i) => [column.stage.id, { column, i }]));
  return columns.map((column, i) => {
    const from = readFrom(column.stage.from);
    const source = from === undefined ? undefined : places.get(from.stage);
    if (from === undefined || source === undefined || source.i >= i) return stub(column, y);
    const [x1, x2] = [source.column.x + source.column.width, column.x - 2];
    const words = { target: column.stage.id, source: from.stage, rule: from.rule, tip: [x2, y] as const };
    if (source.i === i - 1) {
      const text = from.rule.replace('step ', '@');
      return {
        ...words,
        path: `M${px(x1 + 2)} ${px(y)}H${px(x2)}`,
        ...(gap >= LABEL_GAP && text.length <= 5 ? { label: { x: (x1 + x2) / 2, y: y - 7, text } } : {}),
      };
    }
    const bend = Math.min(gap / 2, 10);
    return {
      ...words,
      path:
        `M${px(x1 + 2)} ${px(y)}Q${px(x1 + bend)} ${px(y)} ${px(x1 + bend)} ${px(y - rise / 2)}` +
        `T${px(x1 + 2 * bend)} ${px(y - rise)}H${px(x2 - 2 * bend)}` +
        `Q${px(x2 - bend)} ${px(y - rise)} ${px(x2 - bend)} ${px(y - rise / 2)}T${px(x2)} ${px(y)}`,
    };
  });
}

function stub({ stage, x }: Column, y: number): Arrow {
  const tip = x - 2;
  return {
    target: stage.id,
    path: `M${px(tip - STUB)} ${px(y)}H${px(tip)}`,
    tip: [tip, y],
  };
}
