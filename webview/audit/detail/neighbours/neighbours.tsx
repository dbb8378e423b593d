import type { JSX } from 'preact';
import { Part, asRead } from '../../../kit';
import type { ItemDetail, ItemIndex } from '../../../../src/protocol/audit';
import { Outcome } from '../parts/outcome';
import './neighbours.css';

interface NeighboursProps {
  readonly detail: ItemDetail;
  readonly onSelect: (index: ItemIndex) => void;
}

/** Other items with the same image or question: a click reads one of them. */
export function Neighbours({ detail, onSelect }: NeighboursProps): JSX.Element | null {
  if (detail.neighbours.length === 0) return null;
  return (
    <Part title="Same image or question">
      <ul class="neighbours">
        {detail.neighbours.map((item) => (
          <li key={item.index}>
            <button type="button" onClick={() => onSelect(item.index)}>
              <span class="neighbour-head">
                <Outcome correct={item.correct} />
                <span class="muted">
                  {item.dataset} {item.row}
                </span>
              </span>
              <span class="neighbour-question">{asRead(item.question)}</span>
              <span class="muted neighbour-answer">
                gold {item.gold}
                {item.extracted === undefined ? '' : `, answered ${item.extracted}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
