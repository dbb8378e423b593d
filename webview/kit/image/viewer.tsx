import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ItemPicture } from '../../../src/protocol/audit';
import { plural } from '../format';
import { useSize } from '../hooks';
import { Icon } from '../icon';
import { Button } from '../toolkit';
import { Canvas } from './canvas';
import { FullScreen } from './full-screen';
import { addressName, isShowable } from './names';
import { FIT, place, scaleWords, zoom, zoomTo, type Extent, type View } from './view';
import { Strip } from './strip';

/** What is to be done about an image that cannot be shown, by why it cannot. */
export type ImageAdvice = Readonly<Record<'missing' | 'outside' | 'broken', string>>;

export interface ViewerProps {
  readonly pictures: readonly ItemPicture[];
  /** Another item begins anew. */
  readonly item: number;
  readonly fullScreen: boolean;
  readonly onFullScreen: (open: boolean) => void;
  readonly advice: ImageAdvice;
}

/** The images of a question: one large, as high as it needs within bounds, the others as a strip below it. */
export function Viewer({
  pictures,
  item,
  fullScreen,
  onFullScreen,
  advice,
}: ViewerProps): JSX.Element | null {
  const [chosen, setChosen] = useState(0);
  useEffect(() => setChosen(0), [item]);
  const shown = Math.min(chosen, pictures.length - 1);
  const picture = pictures[shown];
  if (picture === undefined)
    return (
      <p class="image-none muted">
        <Icon name="file-media" /> This question has no image.
      </p>
    );
  const strip = pictures.length > 1 && <Strip pictures={pictures} shown={shown} onChoose={setChosen} />;
  const viewer = (
    <Picture
      key={`${item} ${shown}`}
      picture={picture}
      name={pictures.length === 1 ? 'Image' : `Image ${shown + 1} of ${pictures.length}`}
      fullScreen={fullScreen}
      onFullScreen={onFullScreen}
      advice={advice}
    />
  );
  return fullScreen ? (
    <FullScreen onClose={() => onFullScreen(false)}>
      {viewer}
      {strip}
    </FullScreen>
  ) : (
    <section class="image-part" aria-label={plural(pictures.length, 'image')}>
      {viewer}
      {strip}
    </section>
  );
}

interface PictureProps {
  readonly picture: ItemPicture;
  readonly name: string;
  readonly fullScreen: boolean;
  readonly onFullScreen: (open: boolean) => void;
  readonly advice: ImageAdvice;
}

function Picture({ picture, name, fullScreen, onFullScreen, advice }: PictureProps): JSX.Element {
  const known =
    'file' in picture && picture.width !== undefined && picture.height !== undefined
      ? { width: picture.width, height: picture.height }
      : undefined;
  const [size, setSize] = useState<Extent | undefined>(known);
  const [view, setView] = useState<View>(FIT);
  const [broken, setBroken] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const extent = useSize(box, true);
  const file = 'file' in picture ? addressName(picture.file) : undefined;
  const why = whyNot(picture, broken, advice);
  if (why !== undefined)
    return (
      <div class="image-missing" role="note">
        <Icon name="file-media" />
        <p>{why.reason}</p>
        {file !== undefined && <p class="muted image-file">{file}</p>}
        <p class="muted">{why.fix}</p>
      </div>
    );
  const middle = { x: extent.width / 2, y: extent.height / 2 };
  const step = (factor: number): void => {
    if (size !== undefined) setView(zoom(view, factor, middle, size, extent));
  };
  const percent = size === undefined ? '' : scaleWords(place(view, size, extent).scale);
  return (
    <div class="image-frame">
      <Canvas
        address={'file' in picture ? picture.file : ''}
        alt={`${name}${file === undefined ? '' : `, ${file}`}`}
        size={size}
        extent={extent}
        view={view}
        onView={setView}
        onSize={setSize}
        onBroken={() => setBroken(true)}
        onFullScreen={() => onFullScreen(!fullScreen)}
        box={box}
      />
      <div class="image-bar">
        <span class="muted image-file" title={file}>
          {size === undefined ? '' : `${size.width} × ${size.height}`} <span class="image-name">{file}</span>
        </span>
        <span class="image-buttons">
          <Button appearance="icon" label="Zoom out (-)" onClick={() => step(0.8)}>
            <Icon name="zoom-out" />
          </Button>
          <span class="image-scale numeric" role="status">
            {percent}
          </span>
          <Button appearance="icon" label="Zoom in (+)" onClick={() => step(1.25)}>
            <Icon name="zoom-in" />
          </Button>
          <Button appearance="icon" label="Show all of it" pressed={view.fit} onClick={() => setView(FIT)}>
            <Icon name="screen-normal" />
          </Button>
          <Button
            appearance="icon"
            label="1:1, a pixel of the image a pixel here"
            onClick={() => {
              if (size !== undefined) setView(zoomTo(view, 1, middle, size, extent));
            }}
          >
            <span class="image-one">1:1</span>
          </Button>
          <Button
            appearance="icon"
            label={fullScreen ? 'Back to the page (Esc)' : 'Fill the window (v)'}
            onClick={() => onFullScreen(!fullScreen)}
          >
            <Icon name={fullScreen ? 'close' : 'screen-full'} />
          </Button>
        </span>
      </div>
    </div>
  );
}

/** Why an image is not shown and what to do about it; undefined when it can be. */
function whyNot(
  picture: ItemPicture,
  broken: boolean,
  advice: ImageAdvice,
): { readonly reason: string; readonly fix: string } | undefined {
  if ('missing' in picture) return { reason: picture.missing, fix: advice.missing };
  if (!isShowable(picture.file))
    return {
      reason: 'The image lies outside of the folders that this view may show.',
      fix: advice.outside,
    };
  return broken
    ? {
        reason: 'The image could not be loaded.',
        fix: advice.broken,
      }
    : undefined;
}
