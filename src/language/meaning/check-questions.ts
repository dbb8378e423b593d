import { child, isBroken, isEmpty, type MapNode } from '../parse/tree';
import { quote } from '../report';
import { QUESTION_KIND_NAMES } from '../schema/make-words';
import { editDistance } from '../text/nearest';
import { written, type MeaningContext } from './context';
import { textsOf } from './read';
import { pathFault } from './references';

/** How questions come to captions: written by a model or read from a file, of kinds that are spelt as they are known. */
export function checkQuestions({ report }: MeaningContext, make: MapNode): void {
  const questions = child(make, 'questions');
  const captions = make.entries.get('captions');
  if (captions === undefined) return;
  if (questions === undefined) {
    report('SC113', captions.keySpan, '`questions` is missing: captions are no questions yet', {
      hint: 'Add `questions: { by: NAME }`, with the name of an endpoint under `models` that writes them.',
    });
    return;
  }
  if (questions.kind !== 'map') return;
  const by = questions.entries.get('by');
  const file = questions.entries.get('file');
  if (by === undefined && file === undefined) {
    const key = make.entries.get('questions')?.keySpan ?? questions.span;
    report('SC113', key, '`by` is missing: nobody writes the questions', {
      hint: 'Add `by: NAME`, with the name of an endpoint under `models`, or `file: FILE` with questions that are written already.',
    });
  }
  if (by !== undefined && file !== undefined && !isEmpty(file.value)) {
    report('SC224', by.keySpan, '`by` says nothing beside `file`: the questions are written already', {
      hint: 'Remove `by` or `file`; to verify the questions of a file, write `verify: NAME`.',
    });
  }
  const path = written(questions, 'file');
  const fault = path && pathFault(path.text);
  if (path !== undefined && fault !== undefined) {
    report('SC225', path.node.span, `${quote(path.text)} is not a file: ${fault}`, {
      hint: 'Write a path from the folder of this file, or an absolute one.',
    });
  }
  if (file === undefined) checkPrompt({ report }, questions);
  for (const { node, text } of textsOf(child(questions, 'kinds'))) {
    const meant = slipOf(text);
    if (meant === undefined) continue;
    report('SC263', node.span, `${quote(text)} is a kind of questions of its own here`, {
      hint: `Did you mean \`${meant}\`?`,
    });
  }
}

/** SC264: a prompt that does not show the caption asks for questions about nothing. */
function checkPrompt({ report }: Pick<MeaningContext, 'report'>, questions: MapNode): void {
  const prompt = written(questions, 'prompt');
  if (prompt === undefined || isBroken(prompt.node) || prompt.text.includes('{caption}')) return;
  report('SC264', prompt.node.span, 'The prompt does not say where the caption stands', {
    hint: 'Write `{caption}` where it is to stand; `{kind}` and `{count}` stand for what is asked for.',
  });
}

const slipOf = (text: string): string | undefined =>
  QUESTION_KIND_NAMES.includes(text)
    ? undefined
    : QUESTION_KIND_NAMES.find(
        (known) => editDistance(text.toLowerCase(), known, 2) <= Math.min(2, known.length - 3),
      );
