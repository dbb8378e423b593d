import type { JSX } from 'preact';
import type { ItemPicture } from '../../../src/protocol/audit';
import { Icon } from '../icon';
import { isShowable } from './names';

interface StripProps {
  readonly pictures: readonly ItemPicture[];
  readonly shown: number;
  readonly onChoose: (index: number) => void;
}

/** More are only counted: a question may have a whole video of frames. */
const MOST = 60;

/** All images of a question, small; a click shows one of them large. */
export const Strip = ({ pictures, shown, onChoose }: StripProps): JSX.Element => (
  <div class="image-strip" role="group" aria-label="Images of the question">
    {pictures.slice(0, MOST).map((picture, i) => (
      <button
        key={i}
        type="button"
        class="image-thumb"
        aria-pressed={i === shown}
        aria-label={`Image ${i + 1}${'missing' in picture ? ', missing' : ''}`}
        onClick={() => onChoose(i)}
      >
        {'file' in picture && isShowable(picture.file) ? (
          <img src={picture.file} alt="" loading="lazy" decoding="async" />
        ) : (
          <Icon name="file-media" />
        )}
        <span class="image-thumb-number">{i + 1}</span>
      </button>
    ))}
    {pictures.length > MOST && <span class="muted">and {pictures.length - MOST} more</span>}
  </div>
);
