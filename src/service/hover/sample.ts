import { cut } from './markdown';

const MOST_TEXT = 240;
const MOST_ITEMS = 8;
/** Beyond this a row is not parsed, only cut. */
const MOST_JSON = 200_000;

/** A row as JSON over several lines, long texts and lists cut; to be put into a fence. */
export function sampleText(json: string): string {
  if (json.length > MOST_JSON) return cut(json, 1000);
  try {
    return JSON.stringify(shorten(JSON.parse(json) as unknown, 0), undefined, 2);
  } catch {
    return cut(json, 1000);
  }
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value, MOST_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 2) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((item: unknown) => shorten(item, depth + 1));
    return value.length > MOST_ITEMS ? [...items, '…'] : items;
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 24)
      .map(([key, item]) => [cut(key, 60), shorten(item, depth + 1)]),
  );
}
