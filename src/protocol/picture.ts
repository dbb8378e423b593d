/** An image of an item: a file that may be shown, or why there is none. */
export type ItemPicture =
  { readonly file: string; readonly width?: number; readonly height?: number } | { readonly missing: string };
