import {
  isLabel,
  LABELS,
  type AuditMethod,
  type AuditOrder,
  type Grouping,
  type ItemChange,
  type ItemFlag,
  type Label,
  type LabelSpec,
} from '../../../src/protocol/audit';

/** The letter that stands for a method in lists. */
export const METHOD_LETTERS: Readonly<Record<AuditMethod, string>> = {
  counterfactual: 'C',
  judge: 'J',
  human: 'H',
};

export const METHOD_TITLES: Readonly<Record<AuditMethod, string>> = {
  counterfactual: 'Counterfactual',
  judge: 'Judge',
  human: 'Human',
};

/** The letter of each label: two never have the same. */
export const LABEL_LETTERS: Readonly<Record<Label, string>> = {
  PERC: 'P',
  REAS: 'R',
  KNOW: 'K',
  QREAD: 'Q',
  FORMAT: 'F',
  EXTRACT: 'G',
  ANNOT: 'A',
  REFUSE: 'N',
  UNSURE: '?',
};

/** A label in words; one of another version stays as it is. */
export const labelTitle = (name: string): string =>
  name === 'none'
    ? 'No verdict'
    : isLabel(name)
      ? LABELS[name].title
      : name.startsWith('not ')
        ? `Not ${labelTitle(name.slice(4)).toLowerCase()}`
        : name;

export const labelSpec = (name: Label): LabelSpec => LABELS[name];

export const CHANGE_MARKS: Readonly<Record<ItemChange, string>> = {
  fixed: '+',
  broken: '−',
  'still wrong': '=',
  'still right': '✓',
};

export const CHANGE_TITLES: Readonly<Record<ItemChange, string>> = {
  fixed: 'Fixed',
  broken: 'Broken',
  'still wrong': 'Still wrong',
  'still right': 'Still right',
};

export const FLAG_TITLES: Readonly<Record<ItemFlag, string>> = {
  truncated: 'Response was cut',
  'no answer': 'No answer found',
  'differs from tool': 'Differs from the tool',
  'missing image': 'Image is missing',
  'several samples': 'Several samples',
};

export const ORDER_TITLES: Readonly<Record<AuditOrder, string>> = {
  source: 'Source order',
  length: 'Length',
  'pass rate': 'Pass rate',
  disagreement: 'Disagreement',
  dataset: 'Data set',
  label: 'Label',
};

export const GROUPING_TITLES: Readonly<Record<Grouping, string>> = {
  dataset: 'data set',
  capability: 'capability',
  category: 'category',
  length: 'length',
};

/** What an item without a value in some field is listed under. */
export const valueTitle = (name: string): string => (name === '' ? '(none)' : name);
