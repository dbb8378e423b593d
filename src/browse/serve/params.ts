import { isAbsolute, normalize } from 'node:path';

import {
  AUDIT_METHOD_NAMES,
  AUDIT_ORDERS,
  EXPORT_FORMATS,
  GROUPINGS,
  ITEM_FLAGS,
  LABEL_NAMES,
  MADE_SPLITS,
  MAKE_ARMS,
  MAKE_STEPS,
  OUTCOMES,
  type AttributeRequest,
  type AuditCall,
  type AuditFilter,
  type AuditParams,
  type ColumnMapping,
  type ImportRequest,
  type LabelRequest,
  type MadeFilter,
  type MadeOutcome,
  type ModelChoice,
  type TriageRequest,
  Refusal,
} from '../../protocol';
import { checks } from '../../runs';
import { CHANGE_NAMES } from '../query/data';

const { count, flag, listOf, literal, mappingOf, optional, shape } = checks;
type Check = checks.Check;

/** Lists longer than this are no question of an editor. */
const MOST = 10_000;
const LONGEST_PATH = 4096;
const LONGEST_NOTE = 10_000;
const LONGEST_SEARCH = 2000;

const rule =
  (complaint: string, fits: (value: unknown) => boolean): Check =>
  (value, path) =>
    fits(value) ? undefined : `${path}: expected ${complaint}`;

const path = rule(
  'an absolute path',
  (value) =>
    typeof value === 'string' &&
    value.length <= LONGEST_PATH &&
    isAbsolute(value) &&
    normalize(value) === value &&
    !value.includes('\0'),
);
const upTo = (longest: number): Check =>
  rule(
    `a text of at most ${longest} characters`,
    (value) => typeof value === 'string' && value.length <= longest,
  );
const text = upTo(LONGEST_PATH);
const few =
  (check: Check, most = MOST): Check =>
  (value, at) =>
    Array.isArray(value) && value.length > most ? `${at}: more than ${most}` : listOf(check)(value, at);
const whole = (least: number, most: number): Check =>
  rule(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  );
const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? undefined : check(value, at);
const lengths = rule(
  'two numbers, the lesser first',
  (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => typeof end === 'number' && !Number.isNaN(end)) &&
    (value[0] as number) <= (value[1] as number),
);

const index = whole(0, 2 ** 31);
const method = literal(...AUDIT_METHOD_NAMES);
const filter = shape<AuditFilter>({
  outcome: optional(literal('wrong', 'right', 'unjudged', 'all')),
  datasets: optional(few(text)),
  capabilities: optional(few(text)),
  categories: optional(few(text)),
  labels: optional(few(literal(...LABEL_NAMES, 'none'))),
  method: optional(method),
  agreement: optional(literal('agree', 'disagree')),
  length: optional(lengths),
  text: optional(upTo(LONGEST_SEARCH)),
  changes: optional(few(literal(...CHANGE_NAMES))),
  flags: optional(few(literal(...ITEM_FLAGS))),
});
const query = {
  set: path,
  against: optional(path),
  filter,
  order: literal(...AUDIT_ORDERS),
  descending: flag,
} as const;
const one = shape<{ set: string }>({ set: path });

const mapping = shape<ColumnMapping>({
  id: optional(text),
  question: optional(text),
  options: optional(text),
  answer: optional(text),
  response: optional(text),
  correct: optional(text),
  images: optional(text),
  caption: optional(text),
  capability: optional(text),
  category: optional(text),
  model: optional(text),
  benchmark: optional(text),
});
const model = shape<ModelChoice>({
  id: text,
  title: text,
  api: literal('openai', 'anthropic', 'editor', 'embedded'),
  url: optional(text),
  model: text,
  key: optional(text),
  images: optional(flag),
});

const share = rule('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1);
const madeFilter = shape<MadeFilter>({
  decision: optional(literal('kept', 'dropped')),
  steps: optional(few(literal(...Object.keys(MAKE_STEPS)), 100)),
  reasons: optional(few(text, 1000)),
  kinds: optional(few(text, 1000)),
  splits: optional(few(literal(...MADE_SPLITS), 100)),
  outcomes: optional(
    few(
      shape<MadeOutcome>({
        model: text,
        arm: literal(...Object.keys(MAKE_ARMS)),
        outcome: literal(...OUTCOMES),
      }),
      1000,
    ),
  ),
  hand: optional(flag),
  rate: optional(shape<NonNullable<MadeFilter['rate']>>({ from: share, to: share })),
  text: optional(upTo(LONGEST_SEARCH)),
});

/** What each call must be given; what has another shape is refused before anything is done. */
const PARAMS: Readonly<Record<AuditCall, Check>> = {
  sets: shape<AuditParams<'sets'>>({ roots: few(path, 1000) }),
  open: one,
  close: one,
  probe: shape<AuditParams<'probe'>>({ path }),
  import: shape<ImportRequest>({
    root: path,
    path,
    sources: optional(few(path)),
    mapping: optional(mapping),
    images: optional(
      shape<NonNullable<ImportRequest['images']>>({ tsv: optional(few(path)), folders: optional(few(path)) }),
    ),
    name: optional(upTo(200)),
  }),
  page: shape<AuditParams<'page'>>({ ...query, from: count, count: whole(0, 500) }),
  position: shape<AuditParams<'position'>>({ ...query, index }),
  facets: shape<AuditParams<'facets'>>(query),
  groups: shape<AuditParams<'groups'>>({ ...query, by: literal(...GROUPINGS), method }),
  item: shape<AuditParams<'item'>>({ set: path, index, against: optional(path) }),
  find: shape<AuditParams<'find'>>({ set: path, dataset: text, row: text }),
  figures: one,
  compare: shape<AuditParams<'compare'>>({ set: path, against: path }),
  label: shape<LabelRequest>({
    set: path,
    index,
    label: orNull(literal(...LABEL_NAMES)),
    subtype: optional(upTo(100)),
    note: optional(upTo(LONGEST_NOTE)),
    annotator: upTo(200),
    blind: optional(flag),
  }),
  triage: shape<TriageRequest>({
    set: path,
    annotator: upTo(200),
    filter,
    sample: optional(whole(1, 1_000_000)),
    after: optional(index),
  }),
  attribute: shape<AttributeRequest>({
    set: path,
    method: literal('counterfactual', 'judge'),
    model,
    limit: optional(whole(1, 10_000_000)),
    samples: optional(whole(1, 64)),
    concurrency: optional(whole(1, 1024)),
    dryRun: optional(flag),
  }),
  cancel: shape<AuditParams<'cancel'>>({ job: count }),
  export: shape<AuditParams<'export'>>({ ...query, format: literal(...EXPORT_FORMATS), output: path }),
  stages: shape<AuditParams<'stages'>>({ file: path }),
  lines: shape<AuditParams<'lines'>>({
    file: path,
    lines: few(shape<{ line: number; id?: string }>({ line: count, id: optional(text) }), 500),
  }),
  draftRows: shape<AuditParams<'draftRows'>>({ set: path, filter, output: path }),
  models: shape<AuditParams<'models'>>({ files: few(path, 1000) }),
  madeSets: shape<AuditParams<'madeSets'>>({ file: path, variant: optional(upTo(200)) }),
  madeOpen: shape<AuditParams<'madeOpen'>>({ dir: path }),
  madePage: shape<AuditParams<'madePage'>>({
    dir: path,
    filter: madeFilter,
    offset: count,
    count: whole(0, 500),
  }),
  madePosition: shape<AuditParams<'madePosition'>>({ dir: path, filter: madeFilter, index }),
  madeFacets: shape<AuditParams<'madeFacets'>>({ dir: path, filter: madeFilter }),
  madeItem: shape<AuditParams<'madeItem'>>({ dir: path, index }),
  madeHand: shape<AuditParams<'madeHand'>>({
    dir: path,
    index,
    decision: orNull(literal('keep', 'drop')),
    note: optional(upTo(LONGEST_NOTE)),
  }),
  keys: shape<AuditParams<'keys'>>({ keys: mappingOf(upTo(100_000)) }),
};

export const isCall = (value: unknown): value is AuditCall =>
  typeof value === 'string' && Object.hasOwn(PARAMS, value);

/** The parameters of a call, checked; throws a `Refusal` that names what does not fit, and never says a key. */
export function checkParams(call: AuditCall, params: unknown): unknown {
  const complaint = PARAMS[call](params, call);
  if (complaint !== undefined) throw new Refusal(complaint);
  return params;
}
