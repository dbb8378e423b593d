import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../../kit';
import { imageName, isShowable } from './texts';

/** More are only counted: a row with a whole video of frames would bury its question. */
const MOST = 12;

/** The images of a question, each with its name; one that cannot be shown says so. */
export function Pictures({ images }: { readonly images: readonly string[] }): JSX.Element {
  const more = images.length - MOST;
  return (
    <section class="sample-part">
      <h3>{images.length === 1 ? 'Image' : `Images (${images.length})`}</h3>
      <div class="sample-images">
        {images.slice(0, MOST).map((image, i) => (
          <Picture key={image} image={image} number={images.length === 1 ? undefined : i + 1} />
        ))}
      </div>
      {more > 0 && <p class="muted">and {more} more</p>}
    </section>
  );
}

function Picture({
  image,
  number,
}: {
  readonly image: string;
  readonly number: number | undefined;
}): JSX.Element {
  const [broken, setBroken] = useState(false);
  const name = imageName(image);
  const title = number === undefined ? name : `${number}: ${name}`;
  if (broken || !isShowable(image))
    return (
      <p class="sample-no-image">
        <Icon name="file-media" /> {title}
        <span class="muted">
          {broken ? ' could not be shown' : ' lies outside the folders that this view may show'}
        </span>
      </p>
    );
  return (
    <figure>
      <img src={image} alt={`Image of the question: ${title}`} onError={() => setBroken(true)} />
      <figcaption class="muted">{title}</figcaption>
    </figure>
  );
}
