import type { ChatClient } from '../../endpoints';
import type { QuestionRecipe } from '../../language';
import type { Caption } from '../captions';
import { evenly } from '../digests';
import type { SourceLine } from '../types';
import { askWriter } from './ask-writer';
import { fallenOf } from './build';
import { examine, type Examiner } from './examine';
import { writerPrompt } from './prompt';
import type { Draft } from './reply/read';

/** The questions of one caption, written and checked. Rejects as `askWriter` and `verifyQuestion` do. */
export async function byWriter(
  caption: Caption,
  parts: { readonly client: ChatClient; readonly recipe: QuestionRecipe; readonly examiner: Examiner },
): Promise<SourceLine> {
  const { client, recipe, examiner } = parts;
  const { made, signal } = examiner.context;
  const { seed } = made.make;
  const kinds = kindsFor(caption.source, recipe, seed);
  const count = kinds.length;
  const prompt = writerPrompt({ caption: caption.caption, kinds }, recipe);
  const written = await askWriter(prompt, count, { client, recipe, seed, signal });
  const line = {
    source: caption.source,
    place: caption.place,
    written: { model: client.model.model, prompt, reply: written.reply },
  };
  if ('reason' in written) {
    return { ...line, questions: [], fallen: kinds.map(() => fallenOf('write', written)) };
  }
  const drafts = written.drafts.slice(0, count);
  const { questions, fallen } = await examine(
    caption,
    drafts.map((draft, i) => ({ draft, kind: kindOf(draft, i, kinds) })),
    examiner,
  );
  const missing = kinds
    .slice(drafts.length)
    .map(() => fallenOf('write', { reason: 'The writer wrote fewer questions than it was asked for.' }));
  return { ...line, questions, fallen: [...fallen, ...missing] };
}

/**
 * The kinds that are asked for, one a question: the recipe's in turn, begun at one that the seed and the source decide,
 * so that all come equally often and a caption that is added changes no other.
 */
export function kindsFor(source: string, recipe: QuestionRecipe, seed: number): readonly string[] {
  const { kinds, per_image: count } = recipe;
  const from = Math.floor(evenly(`kinds ${seed} ${source}`) * kinds.length);
  return Array.from({ length: count }, (_, i) => kinds[(from + i) % kinds.length] ?? '');
}

/** What the writer says it is where that was asked for, else what was asked for in its place. */
function kindOf({ kind: said = '' }: Draft, place: number, kinds: readonly string[]): string {
  const word = said.trim().toLowerCase();
  return kinds.find((kind) => kind.toLowerCase() === word) ?? kinds[place] ?? '';
}
