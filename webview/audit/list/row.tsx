import type { ItemRow } from '../../../src/protocol/audit';
import { asRead, formatCount, Icon } from '../../kit';
import { CapabilityMark, ChangeMark, VerdictMarks } from '../parts/marks';

interface CellsProps {
  readonly row: ItemRow;
  /** The length that fills the bar. */
  readonly longest: number;
}

/** An item in the list: two lines, the same columns in every row. */
export function Cells({ row, longest }: CellsProps) {
  const { capability, dataset, question, gold, extracted, correct, length, verdicts, change, passRate } = row;
  return (
    <>
      <CapabilityMark capability={capability} />
      <span class="item-names">
        <Id text={row.row} />
        <span class="item-dataset" title={dataset}>
          {dataset}
        </span>
      </span>
      <span class="item-question">{asRead(question) || '(no question)'}</span>
      <span class="item-gold" title={gold}>
        <span class="visually-hidden">Gold: </span>
        {gold === '' ? '–' : gold}
      </span>
      <span class={`item-answer outcome-${correct === null ? 'unjudged' : correct ? 'right' : 'wrong'}`}>
        <Icon
          name={correct === null ? 'circle-slash' : correct ? 'check' : 'close'}
          label={correct === null ? 'not judged' : correct ? 'right' : 'wrong'}
        />
        <span class="item-extracted" title={extracted ?? 'no answer found'}>
          {extracted ?? <i>no answer</i>}
        </span>
      </span>
      <VerdictMarks verdicts={verdicts} />
      <span class="item-change">{change === undefined ? null : <ChangeMark change={change} />}</span>
      <span class="item-length">
        <span class="item-length-bar" aria-hidden="true">
          <span style={{ width: `${Math.min(100, (100 * length) / Math.max(1, longest))}%` }} />
        </span>
        <span class="numeric" title={`${formatCount(length)} tokens`}>
          <span class="visually-hidden">Length </span>
          {shortCount(length)}
        </span>
      </span>
      <span class="item-rate numeric" title="Share of right answers where several were sampled">
        {passRate === undefined ? null : (
          <>
            <span class="visually-hidden">pass rate </span>
            {passRate.toFixed(2)}
          </>
        )}
      </span>
    </>
  );
}

/** Characters at the end of an id that always stay: there the ids of a set differ. */
const TAIL = 6;

/** An id that is cut in its middle when it has too little room. */
function Id({ text }: { readonly text: string }) {
  const at = text.length > 2 * TAIL ? text.length - TAIL : text.length;
  return (
    <span class="item-id" title={text}>
      <span class="item-id-head">{text.slice(0, at)}</span>
      <span class="item-id-tail">{text.slice(at)}</span>
    </span>
  );
}

/** `950`, `12.4k`: a length has little room in a row. */
export const shortCount = (count: number): string =>
  count < 10_000 ? formatCount(count) : `${Number((count / 1000).toPrecision(3))}k`;
