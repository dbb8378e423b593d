import type { EngineOption } from './types';

const FORMS: Readonly<Record<EngineOption['type'], string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
  list: 'a list',
  map: 'a mapping',
  any: 'any value',
};

/** What may be written for an option, to stand after "must be": `a whole number or null`, `one of ...`. */
export function describeOption({ type, values, nullable }: EngineOption): string {
  const words = values?.map((value) => `\`${value}\``).join(', ');
  const form =
    words === undefined
      ? FORMS[type]
      : type === 'list'
        ? `a list of ${words}`
        : values?.length === 1
          ? words
          : `one of ${words}`;
  return nullable && type !== 'any' ? `${form}, or \`null\`` : form;
}

/** Whether an engine takes a value as YAML gave it for an option. */
export function acceptsValue(option: EngineOption, value: unknown): boolean {
  const { type, values, nullable } = option;
  if (value === null || value === undefined) return nullable || type === 'any';
  const listed = (item: unknown): boolean => values === undefined || values.some((one) => one === item);
  switch (type) {
    case 'string':
      // A name may look like a number.
      return (
        (typeof value === 'string' || (typeof value === 'number' && values === undefined)) && listed(value)
      );
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.every(listed);
    case 'map':
      return typeof value === 'object' && !Array.isArray(value);
    case 'any':
      return true;
  }
}
