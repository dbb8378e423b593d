import type { Reading } from '../metrics/readings';

const ENTRY = /'([A-Za-z_][\w/.]{0,80})':\s?'?(-?(?:\d[\d.]{0,24}(?:e[+-]?\d{1,3})?|nan|inf))'?(?=[,}\s])/gi;
/** verl: `step:3 - actor/grad_norm:0.4 - response_length/mean:np.float64(220.1)`. */
const VERL_STEP = /^step:(\d{1,12}) - /;
const VERL_ENTRY =
  /(?:^| - )([A-Za-z_][\w/@.-]{0,80}):(?:np\.float(?:32|64)\()?(-?(?:\d[\d.]{0,24}(?:e[+-]?\d{1,3})?|nan|inf))\)?(?= - |$)/gi;
const STEP = /^Step (\d{1,12})$/;
const SECTION = /^([A-Za-z_][\w/]{0,80}):$/;
const VALUE =
  /^([A-Za-z_][\w/]{0,80}):\s(?:!!float\s)?'?([-+]?\.?(?:\d[\d.]{0,24}(?:e[+-]?\d{1,3})?|nan|inf))'?$/i;
const SLEEP =
  /^(?:\W{0,4})?Sleep mode freed ([\d.]{1,12}) GiB memory, ([\d.]{1,12}) GiB memory is still in use/;

/** Words whose lines `printedMetrics` must see; while it is `open`, all lines. */
export const METRIC_WORDS = ["{'", 'Step ', 'step:', 'Sleep mode freed'] as const;

export interface PrintedMetrics {
  readonly see: (text: string, source: string) => readonly Reading[];
  readonly end: () => readonly Reading[];
  /** In the middle of a step that is printed over several lines. */
  readonly open: () => boolean;
}

/**
 * Metrics that engines print: TRL's Python dictionaries, EasyR1's console (`Step 5` and YAML under it), verl's line a
 * step, and the memory that vLLM says it still holds.
 */
export function printedMetrics(): PrintedMetrics {
  let block: { step: number; source: string; section: string; values: Record<string, number> } | undefined;
  let sleeps = 0;
  let dictionaries = 0;
  const close = (): readonly Reading[] => {
    const done = block;
    block = undefined;
    return done === undefined ? [] : [{ step: done.step, values: done.values }];
  };
  return {
    open: () => block !== undefined,
    end: close,
    see: (text, source) => {
      const sleep = SLEEP.exec(text);
      if (sleep) return [{ step: (sleeps += 1), values: { memory_left_in_use: Number(sleep[2]) } }];
      if (text.startsWith("{'")) {
        const values = entries(text, ENTRY);
        if (Object.keys(values).length < 2) return [];
        return [{ step: (dictionaries += 1), values }];
      }
      const verl = VERL_STEP.exec(text);
      if (verl) return [{ step: Number(verl[1]), values: entries(text, VERL_ENTRY) }];
      const step = STEP.exec(text);
      if (step) {
        const before = close();
        block = { step: Number(step[1]), source, section: '', values: {} };
        return before;
      }
      if (block?.source !== source) return [];
      const section = SECTION.exec(text);
      const value = VALUE.exec(text);
      if (section) block.section = `${section[1] ?? ''}/`;
      else if (value) block.values[`${block.section}${value[1] ?? ''}`] = numberOf(value[2] ?? '');
      else return close();
      return [];
    },
  };
}

function entries(text: string, form: RegExp): Record<string, number> {
  const values: Record<string, number> = {};
  for (const match of text.matchAll(form)) values[match[1] ?? ''] = numberOf(match[2] ?? '');
  return values;
}

/** Python's and YAML's ways to write a number that is none become NaN or infinity. */
function numberOf(text: string): number {
  const plain = text.toLowerCase().replace(/^([-+]?)\.(?=[ni])/, '$1');
  if (plain.endsWith('nan')) return Number.NaN;
  if (plain.endsWith('inf')) return plain.startsWith('-') ? -Infinity : Infinity;
  return Number(plain);
}
