import type { ChatClient, MeasuredTokens } from '../../endpoints';
import { LEAST_SAMPLES } from '../attribution';
import { printFigure } from '../statistics';
import type { AuditSummary } from '../summary';
import type { Chosen } from './choose';
import type { ArmsOutcome, ArmsRequest, Asking } from './request';

interface Told {
  readonly request: ArmsRequest;
  readonly parts: { readonly client: ChatClient };
  readonly asking: Asking;
  readonly chosen: Chosen;
  readonly k: number;
}

const number = (n: number): string => n.toLocaleString('en-US');
const many = (n: number, one: string, more = `${one}s`): string => `${number(n)} ${n === 1 ? one : more}`;
const money = (cost: number | undefined): string => (cost === undefined ? '' : `, cost ${cost.toFixed(2)}`);

/** What a dry run found: sizes, and what they rest on. */
export function plannedWords(
  outcome: Omit<ArmsOutcome, 'words'> & { readonly arms: number },
  told: Told,
  measured: MeasuredTokens | undefined,
): string {
  const { failures, controls, known, arms, requests, tokens, cost } = outcome;
  const basis =
    measured === undefined
      ? 'Tokens are estimated: four characters each, 1,000 an image, 300 an answer'
      : `Tokens by the mean of ${many(measured.answers, 'answer')} of this model so far`;
  return [
    `${many(failures, 'failure')} and ${many(controls, 'right item')} for the gate: ${many(arms, 'arm')} of ${told.k} answers are to be asked` +
      (known === 0 ? '' : `, ${number(known)} are known`),
    `About ${many(requests, 'request')}, ${number(tokens.input)} tokens in and ${number(tokens.output)} out${money(cost)}. ${basis}`,
    ...limitsOfIt(told),
  ]
    .join('. ')
    .concat('.');
}

export function doneWords(
  outcome: Omit<ArmsOutcome, 'words'>,
  told: Told,
  summary: AuditSummary,
  cached: number,
  reason: string | undefined,
): string {
  const { asked, known, failed, unseen, requests, tokens, cost, failures, controls } = outcome;
  const { perception, gate } = summary.attribution;
  return [
    `${many(failures, 'failure')} and ${many(controls, 'right item')} for the gate: ${many(asked, 'arm')} of ${told.k} answers of ${told.asking.model} asked now` +
      (known === 0 ? '' : `, ${number(known)} known from before`),
    `${many(requests, 'request')} (${number(cached)} answers from the cache), ${number(tokens.input)} tokens in, ${number(tokens.output)} out${money(cost)}`,
    ...(failed === 0
      ? []
      : [
          `${many(failed, 'arm')} got no answer and are left for the next time${reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`}`,
        ]),
    ...(unseen === 0 ? [] : [`${many(unseen, 'item')} not asked: an image is missing`]),
    perception === undefined ? gate.message.replace(/\.$/, '') : `Perception: ${printFigure(perception)}`,
    ...limitsOfIt(told),
    `Asked at temperature ${told.asking.temperature} with "${told.asking.prompt}"`,
  ]
    .join('. ')
    .concat('.');
}

/** What cannot be told with what there is. */
function limitsOfIt({ chosen, parts, k }: Told): readonly string[] {
  const { failures, described, controls } = chosen;
  const blind = parts.client.model.images === false;
  return [
    ...(blind
      ? [
          'The model takes no images: only the arms without one are asked, and the answer of the set stands for the image arm, ' +
            'so most failures stay unattributed',
        ]
      : []),
    ...(described === 0
      ? [
          'No failure has a reference description that keeps the answer to itself: what the model itself saw and did not use (integration) and ' +
            'what needs no image can be told, perception and reasoning cannot be told apart',
        ]
      : described < failures.length
        ? [
            `${many(failures.length - described, 'failure')} without a usable reference description cannot be told apart`,
          ]
        : []),
    ...(described > 0 && controls.length === 0
      ? ['No right item has a description: the gate rests on failures alone and is too strict']
      : []),
    ...(k < LEAST_SAMPLES
      ? [`Verdicts need at least ${LEAST_SAMPLES} answers an arm: with ${k} there is none`]
      : []),
  ];
}
