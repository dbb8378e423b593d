/** Engines that a setting has a meaning for. */
export const ENGINE_NAMES = ['embedded', 'trl', 'easyr1'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What a text is for; completion, links and the later checks go by it. */
export type TextContent =
  | 'name'
  | 'file'
  | 'folder'
  | 'data'
  | 'hub'
  | 'dataset'
  | 'stage'
  | 'column'
  | 'row-condition'
  | 'row-order'
  | 'metric-condition'
  | 'model'
  | 'reward'
  | 'checkpoint'
  | 'validation'
  | 'url'
  | 'benchmark'
  | 'endpoint'
  /** An endpoint, or `base`. */
  | 'answerer'
  /** An endpoint, or `none`. */
  | 'verifier'
  | 'question-kind'
  | 'caption-column'
  | 'keep-condition'
  | 'failures';

/**
 * What may be written for a value. The whole grammar is data of this type: validation, completion, hover, the JSON
 * Schema and the reference page are functions of it.
 */
export type Shape =
  | {
      readonly kind: 'number' | 'integer';
      readonly min?: number;
      readonly max?: number;
      /** `min` itself is not allowed. */
      readonly exclusiveMin?: boolean;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** A list of words out of `values`; a single word may stand without brackets. */
  | { readonly kind: 'enum-list'; readonly values: readonly string[] }
  | { readonly kind: 'string'; readonly content?: TextContent }
  /** A list of texts; a single text may stand without brackets. */
  | { readonly kind: 'string-list'; readonly content?: TextContent; readonly minItems?: number }
  /** A mapping with known keys. */
  | { readonly kind: 'record'; readonly keys: Fields }
  /** A mapping whose keys the user chooses; `entry` says what a key is. */
  | { readonly kind: 'dictionary'; readonly entry: string; readonly value: Shape }
  | { readonly kind: 'list'; readonly item: Shape }
  /** Alternatives that differ in kind of node: a word, a mapping, a list. */
  | { readonly kind: 'either'; readonly options: readonly Shape[] }
  /** Whatever YAML can say: the engine's own keys, which the engine checks. */
  | { readonly kind: 'any' };

/** What is known of a key besides its shape. */
export interface FieldInfo {
  /** One or two sentences, ending with a stop. */
  readonly doc: string;
  /** Unit of a number, in words. */
  readonly unit?: string;
  /** Used when the key is not written. */
  readonly default?: unknown;
  /** What happens without the key, where no fixed default says it. */
  readonly absent?: string;
  /** Engines that honour the key; absent means all. */
  readonly engines?: readonly EngineName[];
  readonly required?: boolean;
  /** Required where this key is not written beside it. */
  readonly requiredWithout?: string;
  /** A value as one would write it behind the colon. */
  readonly example?: string;
}

export type Field = Shape & FieldInfo;
export type Fields = Readonly<Record<string, Field>>;

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`);

const bounded = (shape: Extract<Shape, { kind: 'number' | 'integer' }>): string => {
  const what = shape.kind === 'integer' ? 'a whole number' : 'a number';
  const { min, max } = shape;
  if (min !== undefined && max !== undefined) {
    return shape.exclusiveMin === true
      ? `${what} above ${min}, at most ${max}`
      : `${what} from ${min} to ${max}`;
  }
  if (min !== undefined)
    return shape.exclusiveMin === true ? `${what} above ${min}` : `${what} of at least ${min}`;
  return max === undefined ? what : `${what} of at most ${max}`;
};

const words = (values: readonly string[]): string => values.map((value) => `\`${value}\``).join(', ');

/** The expected form in words, to stand after "must be": `a number above 0`, `one of ...`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'number':
    case 'integer':
      return bounded(shape);
    case 'boolean':
      return '`true` or `false`';
    case 'enum':
      return shape.values.length === 1 ? words(shape.values) : `one of ${words(shape.values)}`;
    case 'enum-list':
      return `a list of ${words(shape.values)}`;
    case 'string':
      return 'text';
    case 'string-list':
      return 'a text or a list of texts';
    case 'record':
      return 'a mapping of keys to values';
    case 'dictionary':
      return `a mapping from ${article(shape.entry)} to its value`;
    case 'list':
      return 'a list';
    case 'either':
      return shape.options.map(describeShape).join(', or ');
    case 'any':
      return 'any value';
  }
}

/** A number as people write it: `1e-6` rather than `0.000001`. */
export const showNumber = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);

/** A value of the shape as one would write it, for hints; nothing where no short one exists. */
export function exampleOf(shape: Shape & Partial<FieldInfo>): string | undefined {
  if (shape.example !== undefined) return shape.example;
  const usual = shape.default;
  if (typeof usual === 'number') return showNumber(usual);
  if (typeof usual === 'string' || typeof usual === 'boolean') return String(usual);
  switch (shape.kind) {
    case 'number':
    case 'integer':
      return String(Math.max(shape.min ?? 1, 1));
    case 'boolean':
      return 'true';
    case 'enum':
      return shape.values[0];
    case 'enum-list':
      return `[${shape.values[0] ?? ''}]`;
    case 'string':
    case 'string-list':
    case 'record':
    case 'dictionary':
    case 'list':
    case 'either':
    case 'any':
      return undefined;
  }
}
