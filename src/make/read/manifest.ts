import { join } from 'node:path';

import { readRegularText } from '../../data';
import { MAKE_ARMS, MAKE_STEPS, type MadeManifest, type MadeSplit, type Outcome } from '../../protocol';
import { checks } from '../../runs';
import { MADE_FILES } from '../layout';

const { count, listOf, literal, mappingOf, number, optional, shape, text } = checks;

/** `made.json` of a folder: there, not there (nothing was made yet), or there and of no use, and why. */
export type ReadManifest =
  | { readonly kind: 'made'; readonly manifest: MadeManifest }
  | { readonly kind: 'missing' }
  | { readonly kind: 'damaged'; readonly reason: string };

type Funnel = MadeManifest['funnel'][number];
type Figures = MadeManifest['figures'];
type Spending = MadeManifest['spending'][number];

const FORMAT = 1;
const arm = literal(...Object.keys(MAKE_ARMS));
const share = shape<NonNullable<Figures['blind']>>({ count, of: count, low: number, high: number });
const bySplit = (check: checks.Check): checks.Check =>
  shape<Record<MadeSplit, unknown>>({
    train: optional(check),
    val: optional(check),
    test: optional(check),
  });

const funnel = shape<Funnel>({
  step: literal(...Object.keys(MAKE_STEPS)),
  in: count,
  out: count,
  dropped: listOf(shape<Funnel['dropped'][number]>({ reason: text, count, samples: listOf(text) })),
});

const figures = shape<Figures>({
  positions: mappingOf(count),
  positionsP: optional(number),
  blind: optional(share),
  duplicates: share,
  longest: optional(share),
  kinds: mappingOf(count),
  splits: bySplit(shape<{ rows: number; images: number }>({ rows: count, images: count })),
  outcomes: listOf(
    shape<Figures['outcomes'][number]>({
      model: text,
      arm,
      counts: shape<Record<Outcome, number>>({
        right: count,
        wrong: count,
        unparsable: count,
        missing: count,
      }),
    }),
  ),
  agreement: listOf(
    shape<Figures['agreement'][number]>({
      models: (value, path) =>
        listOf(text)(value, path) ??
        ((value as readonly string[]).length === 2 ? undefined : `${path}: expected two models`),
      same: share,
      kappa: optional(number),
    }),
  ),
  difficulty: optional(
    shape<NonNullable<Figures['difficulty']>>({
      bins: listOf(count),
      mean: number,
      rollouts: count,
      saved: optional(count),
    }),
  ),
});

const spending = listOf(
  shape<Spending>({
    model: text,
    requests: count,
    cached: count,
    failed: count,
    tokens: shape<Spending['tokens']>({ input: count, output: count }),
    cost: optional(number),
  }),
);

const manifest = shape<MadeManifest>({
  format: literal(FORMAT),
  dataset: text,
  capability: text,
  file: text,
  variant: optional(text),
  created: text,
  recipe: text,
  funnel: listOf(funnel),
  figures,
  spending,
  recent: optional(spending),
  models: listOf(text),
  rows: bySplit(count),
  warnings: listOf(text),
});

/** Reads and checks `made.json` of the folder `to` (absolute). Never rejects: a made folder may be anybody's. */
export async function readMadeManifest(to: string): Promise<ReadManifest> {
  const read = await readRegularText(join(to, MADE_FILES.manifest));
  if (read.kind === 'missing') return { kind: 'missing' };
  if (read.kind !== 'text') return { kind: 'damaged', reason: `${MADE_FILES.manifest} ${read.reason}` };
  return parseMadeManifest(read.text);
}

/** The text of a `made.json`, read already; checked like any. */
export function parseMadeManifest(json: string): Exclude<ReadManifest, { readonly kind: 'missing' }> {
  const value = parsed(json);
  if (value === undefined)
    return { kind: 'damaged', reason: `${MADE_FILES.manifest} is no JSON: it was torn` };
  const complaint = manifest(value, MADE_FILES.manifest);
  return complaint === undefined
    ? { kind: 'made', manifest: value as MadeManifest }
    : { kind: 'damaged', reason: complaint };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
