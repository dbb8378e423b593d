import type { MadeRow } from '../../../src/protocol/made';
import { asRead, Icon } from '../../kit';
import { OutcomeMark } from '../parts/outcome-mark';
import { SPLIT_TITLES, STEP_TITLES } from '../parts/titles';
import './list.css';

/** Models whose answers a row has room for. */
const MOST_MODELS = 3;

/** A question in the list: two lines, the same columns in every row. */
export function Cells({ row }: { readonly row: MadeRow }) {
  const { kept, question, id, kind, step, reason, split, rate, hand } = row;
  return (
    <>
      <span class={`made-decision ${kept ? 'kept' : 'dropped'}`}>
        <Icon name={kept ? 'pass' : 'circle-slash'} label={kept ? 'kept' : 'dropped'} />
      </span>
      <span class="made-question">{asRead(question) || <i>{id}</i>}</span>
      <span class="made-why">
        {kind === undefined ? null : <span class="made-kind">{kind}</span>}
        {kept ? (
          split === undefined ? (
            'kept'
          ) : (
            SPLIT_TITLES[split]
          )
        ) : (
          <span title={reason}>
            {step === undefined ? null : `${STEP_TITLES[step]}: `}
            {reason}
          </span>
        )}
      </span>
      <Outcomes row={row} />
      <span class="made-hand">
        {hand === undefined ? null : (
          <Icon name="edit" label={hand === 'keep' ? 'kept by hand' : 'dropped by hand'} />
        )}
      </span>
      <span class="made-rate numeric" title="Pass rate">
        {rate === undefined ? null : (
          <>
            <span class="visually-hidden">pass rate </span>
            {rate.toFixed(2)}
          </>
        )}
      </span>
    </>
  );
}

/** The answers of the first few models, side by side: from the image, from the caption, blind. */
function Outcomes({ row: { outcomes } }: { readonly row: MadeRow }) {
  const models = [...new Set(outcomes.map(({ model }) => model))].slice(0, MOST_MODELS);
  return (
    <span class="made-outcomes">
      {models.map((model) => (
        <span key={model} class="made-outcomes-model" title={model}>
          {outcomes
            .filter((one) => one.model === model)
            .map((one) => (
              <OutcomeMark key={one.arm} {...one} />
            ))}
        </span>
      ))}
    </span>
  );
}
