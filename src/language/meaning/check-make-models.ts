import { BASE_MODEL } from '../model-make';
import { child, textOf, type MapNode, type TreeNode } from '../parse/tree';
import { quote } from '../report';
import { NO_MODEL } from '../schema/make-words';
import type { MadeEntry } from './check-make';
import type { MeaningContext } from './context';
import { checkEndpointName, declaredEndpoints } from './endpoint-names';
import { textsOf } from './read';

/** SC226, SC266: the models that a recipe asks are declared, and those that must see take images. */
export function checkMakeModels(context: MeaningContext, { make, difficulty }: MadeEntry): void {
  const questions = child(make, 'questions');
  const { root } = context;
  const names = declaredEndpoints(root);
  const check = (node: TreeNode | undefined, words: readonly string[]): void => {
    for (const { node: one, text } of textsOf(node)) {
      if (text === BASE_MODEL && !words.includes(BASE_MODEL)) saysBase(context, one);
      else checkEndpointName(context.report, { text, span: one.span }, names, words);
    }
  };
  check(child(questions, 'by'), []);
  check(child(questions, 'verify'), [NO_MODEL]);
  check(child(make, 'answer_with'), [BASE_MODEL]);
  check(child(difficulty, 'by'), [BASE_MODEL]);
  mustSee(context, child(make, 'answer_with'), 'answers from the image');
  if (child(make, 'captions') !== undefined) {
    mustSee(context, child(difficulty, 'by'), 'is rated on questions about images');
  }
}

function saysBase({ report }: MeaningContext, node: TreeNode): void {
  report('SC226', node.span, '`base` cannot write or verify questions', {
    hint: 'Name an endpoint of `models` that serves an instruction-tuned model. `base` stands in `answer_with` and in `by` of `difficulty`.',
  });
}

function mustSee({ root, report }: MeaningContext, node: TreeNode | undefined, what: string): void {
  for (const { node: one, text } of textsOf(node)) {
    const endpoint = endpointOf(root, text);
    if (textOf(child(endpoint, 'images')) !== 'false') continue;
    report('SC266', one.span, `${quote(text)} takes no images, but ${what}`, {
      hint: 'Name an endpoint that serves a vision-language model, or remove its `images: false`.',
    });
  }
}

const endpointOf = (root: MapNode, name: string): TreeNode | undefined => child(child(root, 'models'), name);
