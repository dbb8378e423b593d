import { KEEP_COLUMNS } from '../../language';
import { MAKE_ARMS, type MakeArm } from '../../protocol';
import { tokenise } from '../../data';

/** What a part of the condition came to for one model, as far as words need it. */
export interface PartState {
  /** Name of the model; absent where nothing was answered. */
  readonly model?: string;
  /** The part, as written. */
  readonly part: string;
  readonly unknown: boolean;
  readonly outcomes: Readonly<Record<MakeArm, string | null>>;
  readonly reasons: Readonly<Record<MakeArm, string | null>>;
}

const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];
const GIVEN: Readonly<Record<MakeArm, string>> = {
  image: 'from the image',
  description: 'from the caption',
  neither: 'blind',
};
const SAID: Readonly<Record<string, string>> = {
  right: 'is right',
  wrong: 'is wrong',
  unparsable: 'gives no readable answer',
};
const LONGEST_REASON = 100;
const LONGEST_PART = 120;

/** Why a question fell, and whether it is for want of an answer: the same words for all that fell for the reason. */
export function reasonOf(state: PartState): { readonly missing: boolean; readonly words: string } {
  const { model, part, unknown, outcomes, reasons } = state;
  const named = armsOf(part);
  const lacking = named.find((arm) => outcomes[arm] === null || outcomes[arm] === 'missing');
  if (unknown && model !== undefined && lacking !== undefined) {
    const why =
      outcomes[lacking] === null ? 'it was not asked' : firstLine(reasons[lacking] ?? 'it never came');
    return { missing: true, words: `no answer of ${model} ${GIVEN[lacking]}: ${why}` };
  }
  const [arm] = named;
  if (!unknown && model !== undefined && arm !== undefined && isPlain(part)) {
    const said = SAID[outcomes[arm] ?? ''];
    if (said !== undefined) return { missing: false, words: `${model} ${said} ${GIVEN[arm]}` };
  }
  const shown = part.length > LONGEST_PART ? `${part.slice(0, LONGEST_PART)}...` : part;
  const of = model !== undefined && named.length > 0 ? ` for ${model}` : '';
  return { missing: false, words: `\`${shown}\` ${unknown ? 'is unknown' : 'does not hold'}${of}` };
}

/** The arms whose columns a part names, in the order of the arms. */
export function armsOf(part: string): readonly MakeArm[] {
  const names = new Set(
    tokenise(part).map(({ start, end }) => part.slice(start, end).replace(/^"|"$/gu, '').toLowerCase()),
  );
  return ARMS.filter((arm) =>
    ['right', 'wrong', 'unparsable'].some((outcome) => names.has(`${outcome}_${MAKE_ARMS[arm]}`)),
  );
}

/** A column of an arm, or NOT of one. */
const isPlain = (part: string): boolean =>
  Object.hasOwn(KEEP_COLUMNS, part.replace(/^(?:not\s+|[\s(])+|[\s)]+$/giu, '').toLowerCase());

const firstLine = (text: string): string => {
  const line =
    text
      .split(/[\r\n]/u, 1)[0]
      ?.trim()
      .replace(/\.$/u, '') ?? '';
  return line.length > LONGEST_REASON ? `${Array.from(line).slice(0, LONGEST_REASON).join('')}...` : line;
};
