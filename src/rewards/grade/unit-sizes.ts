/** Sizes of units in the base unit of their dimension, by canonical name. */
const SIZES: ReadonlyMap<string, readonly [dimension: string, size: number]> = new Map(
  Object.entries({
    length: { mm: 1e-3, cm: 1e-2, dm: 0.1, m: 1, km: 1e3, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1609.344 },
    mass: { mg: 1e-6, g: 1e-3, kg: 1, lb: 0.45359237, oz: 0.028349523125 },
    volume: { ml: 1e-3, l: 1 },
    time: { ms: 1e-3, s: 1, min: 60, h: 3600, day: 86400, week: 604800 },
    money: { dollar: 1, cent: 0.01 },
    angle: { deg: Math.PI / 180, rad: 1 },
    force: { N: 1 }, energy: { J: 1 }, power: { W: 1 }, voltage: { V: 1 }, current: { A: 1 }, frequency: { Hz: 1 },
    pressure: { Pa: 1 }, euro: { euro: 1 }, pound: { 'pound sterling': 1 }, year: { year: 1 }, month: { month: 1 },
    temperature: { degC: 1 }, fahrenheit: { degF: 1 }, yen: { yen: 1 }, rupee: { rupee: 1 },
  }).flatMap(([dimension, units]) =>
    Object.entries(units).map(([name, size]) => [name, [dimension, size]] as const),
  ),
); // prettier-ignore

/** Units that say nothing of the dimension: "24 square units" may be 24 cm^2. */
const GENERIC = /^units?(?:\^\d)?$/;

const PREFIXES: Readonly<Record<string, number>> = { G: 1e9, M: 1e6, k: 1e3, m: 1e-3, µ: 1e-6, μ: 1e-6 };

interface Size {
  readonly dimension: string;
  readonly size: number;
}

function sizeOf(unit: string): Size | undefined {
  const quotient = /^([A-Za-z]+(?:\^\d)?)[ *]?([A-Za-z]+)\^-(\d)$/.exec(unit);
  const [, top = '', bottom = '', degree = '1'] = quotient ?? [];
  const written = quotient === null ? unit : `${top}/${bottom}${degree === '1' ? '' : `^${degree}`}`;
  const [over, under, ...more] = written.replace(/kmh$/, 'km/h').replace(/^mph$/, 'mi/h').split('/');
  if (more.length > 0 || over === undefined) return undefined;
  const above = power(over);
  if (under === undefined || above === undefined) return above;
  const below = power(under);
  return below === undefined
    ? undefined
    : { dimension: `${above.dimension}/${below.dimension}`, size: above.size / below.size };
}

function power(unit: string): Size | undefined {
  const [, name = '', exponent = '1'] = /^(.*?)(?:\^(\d))?$/.exec(unit) ?? [];
  const known = SIZES.get(name) ?? prefixed(name);
  if (known === undefined) return undefined;
  const dimension = exponent === '1' ? known[0] : `${known[0]}^${exponent}`;
  const size = known[1] ** Number(exponent);
  // A cubic decimetre is a litre.
  if (dimension === 'length^3') return { dimension: 'volume', size: size * 1e3 };
  return { dimension, size };
}

/** `kJ`, `MHz`, `mA`: a unit of physics behind a prefix. */
function prefixed(name: string): readonly [dimension: string, size: number] | undefined {
  const [, prefix = '', base = ''] = /^([GMkmµμ])(N|J|W|V|A|Hz|Pa)$/.exec(name) ?? [];
  const known = SIZES.get(base);
  return known === undefined ? undefined : [known[0], known[1] * (PREFIXES[prefix] ?? 1)];
}

/**
 * By what an answer's number must be multiplied to be in the gold's unit: 1 where either has none or both mean the
 * same, a factor between units of one dimension, `undefined` where the units contradict each other.
 */
export function unitFactor(answer: string, gold: string): number | undefined {
  if (answer === '' || gold === '' || answer === gold) return 1;
  if (GENERIC.test(answer) || GENERIC.test(gold)) return 1;
  const [a, g] = [sizeOf(answer), sizeOf(gold)];
  if (a !== undefined && g !== undefined) return a.dimension === g.dimension ? a.size / g.size : undefined;
  if (a !== undefined || g !== undefined) return undefined;
  const words = (unit: string): readonly string[] =>
    unit.split(' ').map((word) => word.replace(/(?<=..)e?s$/, ''));
  const [x, y] = [words(answer), words(gold)];
  const within = (p: readonly string[], q: readonly string[]): boolean => p.every((word) => q.includes(word));
  return within(x, y) || within(y, x) ? 1 : undefined;
}
