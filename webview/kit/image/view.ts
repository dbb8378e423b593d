/** Sizes and places in CSS pixels of the box that the image is looked at through. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How an image is looked at: `fit` follows the box; else a scale (1: a pixel is a CSS pixel) and a place. */
export type View =
  { readonly fit: true } | { readonly fit: false; readonly scale: number; readonly at: Point };

/** Where the image is drawn: its left upper corner in the box, and its scale. */
export interface Placed {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const FIT: View = { fit: true };
const LARGEST = 64;
/** From here on pixels are drawn as squares: whoever looks so close wants to see them. */
export const PIXELS_FROM = 4;

/** The scale at which all of an image is seen; a small one is enlarged, though not without end. */
export const fitScale = (image: Extent, box: Extent): number =>
  image.width <= 0 || image.height <= 0
    ? 1
    : Math.min(box.width / image.width, box.height / image.height, 16) || 1;

/** Where a view puts the image; never so that all of it is out of the box. */
export function place(view: View, image: Extent, box: Extent): Placed {
  const scale = view.fit ? fitScale(image, box) : view.scale;
  const at = view.fit ? { x: 0, y: 0 } : view.at;
  return {
    scale,
    x: within(at.x, image.width * scale, box.width),
    y: within(at.y, image.height * scale, box.height),
  };
}

/** What fits is in the middle; what does not fit leaves no gap at an edge. */
const within = (at: number, size: number, box: number): number =>
  size <= box ? (box - size) / 2 : Math.min(0, Math.max(box - size, at));

/** Enlarges by a factor; what lies under `under` stays there. */
export function zoom(view: View, factor: number, under: Point, image: Extent, box: Extent): View {
  const now = place(view, image, box);
  const least = Math.min(1, fitScale(image, box));
  const scale = Math.min(LARGEST, Math.max(least, now.scale * factor));
  const share = scale / now.scale;
  return {
    fit: false,
    scale,
    at: { x: under.x - (under.x - now.x) * share, y: under.y - (under.y - now.y) * share },
  };
}

/** Shows the image at a scale; what lies under `under` stays there. */
export const zoomTo = (view: View, scale: number, under: Point, image: Extent, box: Extent): View =>
  zoom(view, scale / place(view, image, box).scale, under, image, box);

/** Moves the image by so many CSS pixels. */
export function pan(view: View, by: Point, image: Extent, box: Extent): View {
  const now = place(view, image, box);
  const moved: View = { fit: false, scale: now.scale, at: { x: now.x + by.x, y: now.y + by.y } };
  const { x, y } = place(moved, image, box);
  // An image that is seen in full has nowhere to go, and goes on to follow its box.
  return view.fit && x === now.x && y === now.y ? view : { fit: false, scale: now.scale, at: { x, y } };
}

/** `48 %`, `400 %`. */
export const scaleWords = (scale: number): string => `${Math.round(scale * 100)} %`;
