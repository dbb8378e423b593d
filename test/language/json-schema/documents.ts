import fc from 'fast-check';
import { GRAMMAR, type Field, type Shape } from '../../../src/language';

/** A document as data, with one thing wrong in it or nothing. */
export interface RandomDocument {
  readonly value: unknown;
  readonly fault: string;
}

const TEXTS: Readonly<Record<string, string>> = {
  name: 'a1',
  data: 'data/x.jsonl',
  dataset: 'd1',
  checkpoint: 'step 4',
  stage: 's1',
  model: 'qwen3-vl-8b',
  reward: 'choice',
  url: 'http://x:1',
};

/** Values that fit a shape. `stages` of the file itself are mappings; ids alone only make sense in a variant. */
function legal(shape: Shape, path: readonly string[]): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'number':
    case 'integer': {
      const least =
        (shape.min ?? 0) + (shape.exclusiveMin === true ? (shape.kind === 'integer' ? 1 : 0.25) : 0);
      if (path.at(-1) === 'curriculum') return fc.constant(1);
      const most = shape.max ?? least + 100;
      return shape.kind === 'integer'
        ? fc.integer({ min: Math.ceil(least), max: Math.floor(most) })
        : fc.constantFrom(least, (least + most) / 2, most);
    }
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...shape.values);
    case 'enum-list':
      return fc.oneof(fc.constantFrom(...shape.values), fc.subarray([...shape.values]));
    case 'string': {
      const text = TEXTS[shape.content ?? ''] ?? 'word';
      return shape.content === undefined ? fc.constantFrom(text, 12, true, '') : fc.constant(text);
    }
    case 'string-list': {
      const text = TEXTS[shape.content ?? ''] ?? 'word';
      return fc.oneof(fc.constant(text), fc.constant([text]), fc.constant([text, 7]));
    }
    case 'record':
      return recordOf(Object.entries(shape.keys), path);
    case 'dictionary':
      return fc.dictionary(fc.constantFrom('d1', 'x-2', 'y.z'), legal(shape.value, [...path, '*']), {
        minKeys: path.at(-1) === 'datasets' ? 1 : 0,
        maxKeys: 2,
      });
    case 'list':
      return fc.array(legal(shape.item, [...path, '*']), { minLength: 1, maxLength: 2 });
    case 'either':
      return path[0] === 'stages' && shape.options[0] !== undefined
        ? legal(shape.options[0], path)
        : fc.oneof(...shape.options.map((option) => legal(option, path)));
    case 'any':
      return fc.constantFrom(1, 'x', null, [1], { a: null });
  }
}

function recordOf(
  fields: readonly (readonly [string, Field])[],
  path: readonly string[],
): fc.Arbitrary<unknown> {
  const isVariant = path.includes('variants');
  const chosen = fields.filter(([key]) => key !== 'extends' && !(isVariant && key === 'stages'));
  if (path.at(-1) === 'engine') {
    return fc.oneof(
      ...chosen.map(([key, field]) => legal(field, [...path, key]).map((value) => ({ [key]: value }))),
    );
  }
  return fc
    .tuple(
      ...chosen.map(([key, field]) =>
        ((field.required === true || field.requiredWithout !== undefined) && !isVariant
          ? fc.constant(true)
          : fc.nat(3).map((n) => n === 0)
        ).chain((wanted) =>
          wanted
            ? legal(field, [...path, key]).map((value): Record<string, unknown> => ({ [key]: value }))
            : fc.constant<Record<string, unknown>>({}),
        ),
      ),
    )
    .map((entries) => Object.assign({}, ...entries) as unknown);
}

type Change = (value: unknown) => unknown;
interface Fault {
  readonly what: string;
  readonly apply: Change;
}

/** Everything that one could get wrong in a value, by its shape. */
function faultsOf(shape: Shape, value: unknown, path: readonly string[]): readonly Fault[] {
  const here = (what: string, wrong: unknown): Fault => ({
    what: `${what} at ${path.join('/')}`,
    apply: () => wrong,
  });
  const whole = path.length === 0 || shape.kind === 'any' ? [] : [here('nothing', null)];
  switch (shape.kind) {
    case 'number':
    case 'integer':
      return [
        ...whole,
        here('text', 'many'),
        here('quoted number', '1'),
        here('list', [1]),
        ...(shape.kind === 'integer' ? [here('fraction', 1.5)] : []),
        ...(shape.min === undefined
          ? []
          : [here('too small', shape.exclusiveMin === true ? shape.min : shape.min - 1)]),
        ...(shape.max === undefined ? [] : [here('too large', shape.max + 1)]),
      ];
    case 'boolean':
      return [...whole, here('number', 1), here('text', 'yes')];
    case 'enum':
      return [...whole, here('unknown word', 'nonesuch'), here('mapping', {}), here('number', 3)];
    case 'enum-list':
      return [
        ...whole,
        here('unknown word', 'nonesuch'),
        here('unknown item', ['nonesuch']),
        here('mapping', { a: 1 }),
      ];
    case 'string':
      return [...whole, here('list', ['x']), here('mapping', { x: 1 })];
    case 'string-list':
      return [
        ...whole,
        here('list in a list', [['x']]),
        here('mapping', { x: 1 }),
        here('empty item', [null]),
        ...(shape.minItems === undefined ? [] : [here('empty list', [])]),
      ];
    case 'record':
      return [...whole, here('number', 3), ...recordFaults(shape, value, path)];
    case 'dictionary':
    case 'list':
      return [...whole, here('number', 3), ...insideFaults(shape, value, path)];
    case 'either': {
      const meant = shape.options.find((option) => isOfKind(option, value));
      return meant === undefined
        ? whole
        : faultsOf(meant, value, path).filter(({ what }) => !what.startsWith('number'));
    }
    case 'any':
      return whole;
  }
}

const isOfKind = (shape: Shape, value: unknown): boolean =>
  shape.kind === 'list'
    ? Array.isArray(value)
    : shape.kind === 'record' || shape.kind === 'dictionary'
      ? typeof value === 'object' && !Array.isArray(value)
      : typeof value !== 'object';

const at = (key: string | number, { what, apply }: Fault): Fault => ({
  what,
  apply: (value) =>
    Array.isArray(value)
      ? value.map((item: unknown, index) => (index === key ? apply(item) : item))
      : { ...(value as object), [key]: apply((value as Record<string, unknown>)[key]) },
});

const isNeeded = (
  { required, requiredWithout: other }: Field,
  record: Readonly<Record<string, unknown>>,
): boolean => required === true || (other !== undefined && !(other in record));

function recordFaults(
  shape: Extract<Shape, { kind: 'record' }>,
  value: unknown,
  path: readonly string[],
): readonly Fault[] {
  const record = value as Readonly<Record<string, unknown>>;
  const unknown: Fault = {
    what: `unknown key in ${path.join('/')}`,
    apply: (old) => ({ ...(old as object), nonesuch: 1 }),
  };
  const missing = Object.entries(shape.keys)
    .filter(([key, field]) => isNeeded(field, record) && key in record && !path.includes('variants'))
    .map(([key]): Fault => ({
      what: `no ${key} in ${path.join('/')}`,
      apply: (old) => Object.fromEntries(Object.entries(old as object).filter(([one]) => one !== key)),
    }));
  const inside = Object.entries(record).flatMap(([key, inner]) => {
    const field = shape.keys[key];
    return field === undefined ? [] : faultsOf(field, inner, [...path, key]).map((fault) => at(key, fault));
  });
  return [unknown, ...missing, ...inside];
}

function insideFaults(
  shape: Extract<Shape, { kind: 'list' | 'dictionary' }>,
  value: unknown,
  path: readonly string[],
): readonly Fault[] {
  const item = shape.kind === 'list' ? shape.item : shape.value;
  return Object.entries(value as object).flatMap(([key, inner]: [string, unknown]) =>
    faultsOf(item, inner, [...path, key]).map((fault) =>
      at(shape.kind === 'list' ? Number(key) : key, fault),
    ),
  );
}

/** Documents that are right, and in half of the cases made wrong in one place. */
export const randomDocument: fc.Arbitrary<RandomDocument> = fc
  .tuple(legal(GRAMMAR, []), fc.boolean(), fc.nat())
  .map(([value, isWrong, which]) => {
    const faults = isWrong ? faultsOf(GRAMMAR, value, []).filter(({ what }) => what !== 'number at ') : [];
    const fault = faults[which % Math.max(faults.length, 1)];
    return fault === undefined ? { value, fault: 'none' } : { value: fault.apply(value), fault: fault.what };
  });
