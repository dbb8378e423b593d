import type { AuditFilter, ItemChange, ItemFlag } from '../../../src/protocol/audit';
import { capabilityTitle } from '../../kit/capability';
import { formatCount } from '../../kit/format';
import { CHANGE_TITLES, FLAG_TITLES, labelTitle, METHOD_TITLES, valueTitle } from '../parts/titles';

/** Something that is filtered, and the filter without it. */
export interface Chip {
  readonly field: string;
  readonly words: string;
  readonly without: Partial<Record<keyof AuditFilter, unknown>>;
}

const OUTCOME_WORDS = { wrong: 'wrong', right: 'right', unjudged: 'not judged', all: 'all' } as const;

/** Everything that a filter asks for beyond the default, a chip a value. */
export function chipsOf(filter: AuditFilter): readonly Chip[] {
  const { outcome, method, agreement, length, text } = filter;
  const list = (
    key: 'datasets' | 'capabilities' | 'categories' | 'labels' | 'changes' | 'flags',
    field: string,
    title: (value: string) => string,
  ): readonly Chip[] => {
    const values: readonly string[] = filter[key] ?? [];
    return values.map((value) => ({
      field,
      words: title(value),
      without: { [key]: values.filter((one) => one !== value) },
    }));
  };
  return [
    ...(outcome === undefined || outcome === 'wrong'
      ? []
      : [{ field: 'Outcome', words: OUTCOME_WORDS[outcome], without: { outcome: undefined } }]),
    ...(text === undefined ? [] : [{ field: 'Text', words: `“${text}”`, without: { text: undefined } }]),
    ...list('datasets', 'Data set', valueTitle),
    ...list('capabilities', 'Capability', (value) => valueTitle(capabilityTitle(value))),
    ...list('categories', 'Category', valueTitle),
    ...(method === undefined
      ? []
      : [{ field: 'Method', words: METHOD_TITLES[method], without: { method: undefined } }]),
    ...list('labels', 'Label', labelTitle),
    ...(agreement === undefined
      ? []
      : [
          {
            field: 'Methods',
            words: agreement === 'agree' ? 'agree' : 'disagree',
            without: { agreement: undefined },
          },
        ]),
    ...(length === undefined
      ? []
      : [
          {
            field: 'Length',
            words: `${formatCount(length[0])} to ${formatCount(length[1])} tokens`,
            without: { length: undefined },
          },
        ]),
    ...list('changes', 'Change', (value) => CHANGE_TITLES[value as ItemChange]),
    ...list('flags', 'Flag', (value) => FLAG_TITLES[value as ItemFlag]),
  ];
}
