import { child, textOf } from '../parse/tree';
import { quote } from '../report';
import { LANGUAGE_VERSION } from '../schema/grammar';
import { checkEndpoints } from './check-endpoints';
import { checkEndpointName, declaredEndpoints } from './endpoint-names';
import { textsOf } from './read';
import { written, type MeaningContext } from './context';
import { pathFault } from './references';

/** The version of the language, declared folders, endpoints, and the judge of the audit. */
export function checkExtras(context: MeaningContext): void {
  const { root, report } = context;
  const version = child(root, 'curriculum');
  if (version?.kind === 'scalar' && typeof version.value === 'number' && version.value > LANGUAGE_VERSION) {
    report(
      'SC118',
      version.span,
      `This program reads version ${LANGUAGE_VERSION} of the language, not ${version.text}`,
      {
        hint: `Update Stagecraft, or write \`curriculum: ${LANGUAGE_VERSION}\`.`,
      },
    );
  }
  for (const { text, node } of textsOf(child(root, 'folders'))) {
    const fault = pathFault(text);
    if (fault === undefined) continue;
    report('SC225', node.span, `${quote(text)} is not a folder: ${fault}`, {
      hint: 'Write a path from the folder of this file, or an absolute one.',
    });
  }
  checkEndpoints(context);
  checkJudge(context);
}

function checkJudge({ root, report }: MeaningContext): void {
  const audit = child(root, 'audit');
  const judge = written(audit, 'judge');
  if (judge !== undefined) {
    checkEndpointName(report, { text: judge.text, span: judge.node.span }, declaredEndpoints(root));
  }
  const methods = textsOf(child(audit, 'method'));
  const asked = methods.find(({ text }) => text === 'judge');
  if (asked !== undefined && judge === undefined) {
    report('SC113', asked.node.span, '`judge` is missing: the method `judge` needs a model that judges', {
      hint: 'Add `judge: name`, with the name of an endpoint under `models`.',
    });
  }
  const eyes = judge === undefined ? undefined : child(child(child(root, 'models'), judge.text), 'images');
  if (judge !== undefined && textOf(eyes) === 'false') {
    report('SC234', judge.node.span, `${quote(judge.text)} takes no images, and a judge must see`, {
      hint: 'Name an endpoint that serves a vision-language model; a text model can be asked by the method `counterfactual`.',
    });
  }
  const byHand = methods.find(({ text }) => text === 'human');
  if (byHand !== undefined) {
    report(
      'SC233',
      byHand.node.span,
      'Labels are given by hand: in the audit browser, or with `stagecraft label`',
      {
        hint: 'The run makes what is to be labelled; `sample` says how many failures.',
      },
    );
  }
}
