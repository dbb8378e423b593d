import { KEEP_COLUMNS } from '../model-make';
import { child, type MapNode } from '../parse/tree';
import { quote } from '../report';
import { written, type MeaningContext } from './context';
import { textsOf } from './read';

/** Answers below this are often cut off before they name one; the published filter's 8 were (D20 of its defects). */
const FEWEST_TOKENS = 16;

/** Whether the questions that `keep` asks can be answered. That it is a condition is for the data's checks to say. */
export function checkKeep({ report }: MeaningContext, make: MapNode): void {
  const keep = written(make, 'keep');
  const answering = textsOf(child(make, 'answer_with'));
  const answers = make.entries.get('answers');
  if (answering.length === 0) {
    const column = keep && outcomeIn(keep.text);
    if (keep !== undefined && column !== undefined && child(make, 'answer_with')?.kind !== 'map') {
      report('SC267', keep.node.span, `${quote(column)} is never known: no model answers`, {
        hint: 'Add `answer_with: [NAME]`, with names of endpoints under `models`, or `base`.',
      });
    }
    if (answers !== undefined) {
      report('SC224', answers.keySpan, '`answers` says nothing without `answer_with`: no model answers', {
        hint: 'Remove `answers`, or add `answer_with`.',
      });
    }
    return;
  }
  if (keep === undefined && !make.entries.has('keep')) {
    const key = make.entries.get('answer_with')?.keySpan ?? make.span;
    report('SC268', key, 'The answers decide nothing: all questions are kept', {
      hint: 'Add `keep:`, such as `keep: wrong_from_image AND right_from_caption AND NOT right_blind`.',
    });
  }
  const tokens = child(child(make, 'answers'), 'max_tokens');
  if (tokens?.kind !== 'scalar' || typeof tokens.value !== 'number') return;
  if (tokens.value < 1 || tokens.value >= FEWEST_TOKENS) return;
  report('SC269', tokens.span, `Answers of ${tokens.value} tokens are cut off before they name one`, {
    hint: `Take at least ${FEWEST_TOKENS}; 512 leaves room to think. What is cut off is unparsable, and is not kept.`,
  });
}

/** The first outcome that a condition names, outside of its quoted texts. */
const outcomeIn = (text: string): string | undefined =>
  text
    .replaceAll(/'(?:[^']|'')*'/g, '')
    .match(/[\p{L}_$][\p{L}\p{N}_$]*/gu)
    ?.find((word) => Object.hasOwn(KEEP_COLUMNS, word.toLowerCase()));
