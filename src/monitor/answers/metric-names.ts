import { MACHINE_METRICS, MAKE_METRICS, METRICS } from '../../protocol';

interface Known {
  readonly unit: string;
  readonly doc: string;
}

const KNOWN: Readonly<Record<string, Known>> = { ...METRICS, ...MAKE_METRICS, ...MACHINE_METRICS };
const ORDER = Object.keys(KNOWN);

/** What is known of a metric; one GPU of several (`gpu_memory.1`) is told like the first. */
export function describeMetric(name: string): Known {
  const [family = name, part] = name.split(/\.(?=\d+$)/u);
  const known = Object.hasOwn(KNOWN, family) ? KNOWN[family] : undefined;
  if (known === undefined) return { unit: '', doc: '' };
  const { unit, doc } = known;
  return { unit, doc: part === undefined ? doc : `${doc} Number ${part}.` };
}

/** Sorts names in the order of the tables, the others behind them by name. */
export const metricOrder = (a: string, b: string): number => place(a) - place(b) || (a < b ? -1 : 1);

function place(name: string): number {
  const at = ORDER.indexOf(name.replace(/\.\d+$/u, ''));
  return at === -1 ? ORDER.length : at;
}
