import { join } from 'node:path';
import { child, type Curriculum, type Span } from '../../language';
import { MADE_FILES, parseMadeManifest, recipeHash } from '../../make';
import { EDITOR_COMMANDS, type MadeManifest, type StageCommand } from '../../protocol';
import type { Snapshot } from '../document/snapshot';
import type { Known } from '../known/known';

/** A lens above a made dataset, before it is one of the protocol. */
export interface MadeLens {
  readonly span: Span;
  readonly title: string;
  readonly command: string;
  readonly argument: StageCommand;
}

/** Keys that say that a dataset is made. */
const MAKING = ['make', 'difficulty'];

/**
 * What can be done with the made datasets that are written in this file: made, made again where the recipe is another
 * now, and looked at, with how many questions were kept. Errors in the file hide nothing.
 */
export async function madeLenses(snapshot: Snapshot, known: Known): Promise<readonly MadeLens[]> {
  const { uri, checked } = snapshot;
  const lenses = await Promise.all(
    madeSpans(snapshot).map(async ({ id, span }) => {
      const manifest = await manifestOf(checked.base.curriculum, id, known);
      const lens = (title: string, command: string): MadeLens => ({
        span,
        title,
        command,
        argument: { uri, dataset: id },
      });
      if (manifest === undefined) return [lens('Make', EDITOR_COMMANDS.make)];
      const browse = lens(`Browse: ${keptWords(manifest)}`, EDITOR_COMMANDS.browseMade);
      return manifest.stale
        ? [lens('Make Again (recipe changed)', EDITOR_COMMANDS.make), browse]
        : [browse, lens('Make Again', EDITOR_COMMANDS.make)];
    }),
  );
  return lenses.flat();
}

function madeSpans({ tree, source }: Snapshot): readonly { readonly id: string; readonly span: Span }[] {
  const datasets = child(tree, 'datasets');
  if (datasets?.kind !== 'map') return [];
  return [...datasets.entries.values()]
    .filter(
      ({ keySpan, value }) =>
        keySpan.source === source && MAKING.some((key) => child(value, key) !== undefined),
    )
    .map(({ key, keySpan }) => ({ id: key, span: keySpan }));
}

type Made = MadeManifest & { readonly stale: boolean };

/** What was made last; nothing where nothing was, or where it cannot be read. */
async function manifestOf(
  curriculum: Curriculum | undefined,
  id: string,
  known: Known,
): Promise<Made | undefined> {
  const dataset = curriculum?.datasets.find((one) => one.id === id);
  if (curriculum === undefined || dataset?.made === undefined) return undefined;
  const text = await known.text(join(dataset.made.to, MADE_FILES.manifest));
  const read = text === undefined ? undefined : parseMadeManifest(text);
  if (read?.kind !== 'made') return undefined;
  return { ...read.manifest, stale: read.manifest.recipe !== recipeHash(curriculum, dataset) };
}

/** `82 of 300 questions kept`; of rows that only got a pass rate, how many there are. */
function keptWords({ rows, funnel }: MadeManifest): string {
  const kept = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const asked = funnel.find(({ step }) => step === 'check')?.in ?? funnel[0]?.in ?? kept;
  return asked === kept ? `${count(kept)} rows` : `${count(kept)} of ${count(asked)} questions kept`;
}

const count = (n: number): string => n.toLocaleString('en-US');
