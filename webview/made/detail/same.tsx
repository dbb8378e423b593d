import type { MadeItem } from '../../../src/protocol/made';
import { asRead, Part } from '../../kit';

interface SameProps {
  readonly same: NonNullable<MadeItem['same']>;
  readonly onChoose: (index: number) => void;
}

/** The question that this one equals: a click reads it. */
export function Same({ same: { id, index, question }, onChoose }: SameProps) {
  return (
    <Part title="Equals">
      {index === undefined ? (
        <p class="muted">The question {id}, which is not in this dataset any more.</p>
      ) : (
        <p class="made-same">
          <button type="button" class="plain-button" onClick={() => onChoose(index)}>
            {asRead(question ?? '') || id}
          </button>{' '}
          <span class="detail-row">{id}</span>
        </p>
      )}
    </Part>
  );
}
