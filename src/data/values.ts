/**
 * Cells as people mean them. A cell is what DuckDB or JSON gave: text, number, boolean, list, object, bytes, or
 * nothing.
 */

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** JSON that also takes what DuckDB gives and JSON has not (big integers, bytes). */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint'
      ? Number(item)
      : item instanceof Uint8Array
        ? `<${item.byteLength} bytes>`
        : item,
  );

/** A value as text: texts as they are, numbers plainly, anything else as JSON; nothing is the empty text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (value instanceof Date) return value.toISOString();
  return jsonText(value);
}

export function asNumber(value: unknown): number | undefined {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'bigint'
        ? Number(value)
        : typeof value === 'string' && value.trim() !== ''
          ? Number(value)
          : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A text that holds a JSON list, as CSV files have; the value itself otherwise. */
function unfold(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*\[/u.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Options as a list of texts; an object `{A: 'cat', B: 'dog'}` becomes `A. cat`, `B. dog`. */
export function asOptions(value: unknown): readonly string[] | undefined {
  const options = unfold(value);
  if (options === null || options === undefined || options === '') return undefined;
  if (Array.isArray(options)) return options.map(asText);
  if (isObject(options)) {
    return Object.entries(options)
      .filter(([, text]) => text !== null)
      .map(([letter, text]) => `${letter}. ${asText(text)}`);
  }
  return asText(options)
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '');
}

/** One image of a row before its path is looked at. */
export type RawImage =
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name?: string }
  | { readonly kind: 'wrong'; readonly what: string };

/** The images of a cell: a path, a list of them, Hugging Face's `{bytes, path}`, or a `data:` URI. */
export function asImages(value: unknown): readonly RawImage[] {
  const images = unfold(value);
  if (images === null || images === undefined || images === '') return [];
  return (Array.isArray(images) ? images : [images]).map(asImage);
}

function asImage(value: unknown): RawImage {
  if (typeof value === 'string') {
    if (value === '') return { kind: 'wrong', what: 'an empty path' };
    const data = /^data:image\/[\w.+-]+;base64,/u.exec(value);
    if (data === null) return { kind: 'path', text: value };
    return { kind: 'bytes', bytes: Buffer.from(value.slice(data[0].length), 'base64') };
  }
  if (value instanceof Uint8Array) return { kind: 'bytes', bytes: value };
  if (isObject(value)) {
    const { bytes, path } = value;
    if (bytes instanceof Uint8Array) {
      return { kind: 'bytes', bytes, ...(typeof path === 'string' && path !== '' ? { name: path } : {}) };
    }
    if (typeof path === 'string' && path !== '') return { kind: 'path', text: path };
  }
  return { kind: 'wrong', what: value === null ? 'null' : jsonText(value).slice(0, 80) };
}
