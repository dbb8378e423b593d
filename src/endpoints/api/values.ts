/** A mapping of whatever came, empty when it is none. */
export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A count as servers give it; 0 for anything else. */
export const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;

/** The text of a message: a string, or parts of which those with a text count. `undefined`: neither. */
export function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  return content
    .map((part) => {
      if (typeof part === 'string') return part;
      const { type, text } = recordOf(part);
      return (type === undefined || type === 'text' || type === 'output_text') && typeof text === 'string'
        ? text
        : '';
    })
    .join('');
}

/** What an error object of any server says, and its code. Servers write `error`, `detail` or `message`. */
export function errorOf(body: unknown): { readonly message?: string; readonly code?: string | number } {
  const whole = recordOf(body);
  const { error = whole.detail ?? (whole.object === 'error' ? whole : undefined) } = whole;
  if (typeof error === 'string') return { message: error };
  const inner = Array.isArray(error) ? recordOf(error[0]) : recordOf(error);
  const message = inner.message ?? inner.msg ?? whole.message;
  const code = inner.code ?? inner.type;
  return {
    ...(typeof message === 'string'
      ? { message }
      : error === undefined
        ? {}
        : { message: JSON.stringify(error) }),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
  };
}
