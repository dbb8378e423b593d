/** What a file of captions says of an image. */
export type CaptionRole = 'caption' | 'image' | 'id';

/** Column names that files of captions use, the most telling first: DOCCI’s and PixmoCap’s are among them. */
export const CAPTION_NAMES: Readonly<Record<CaptionRole, readonly string[]>> = {
  caption: ['caption', 'description', 'captions', 'text', 'long_caption', 'detailed_caption'],
  image: [
    'image_file',
    'image_path',
    'image',
    'file_name',
    'filename',
    'images',
    'image_filename',
    'path',
    'image_url',
    'url',
  ],
  id: ['example_id', 'id', 'image_id', 'uid', 'uuid', 'index', 'idx', 'key'],
};

/**
 * The file's own column for each role: what the user wrote, else the first of the usual names that the file has (letter
 * case does not matter). Absent: the file has none; without an id, one is made of the image and the caption.
 */
export function captionColumns(
  columns: readonly string[],
  written: Readonly<Partial<Record<CaptionRole, string>>>,
): Readonly<Partial<Record<CaptionRole, string>>> {
  const found: Partial<Record<CaptionRole, string>> = {};
  const taken = new Set(Object.values(written));
  for (const role of ['caption', 'image', 'id'] as const) {
    const name =
      written[role] ??
      CAPTION_NAMES[role]
        .map((usual) => columns.find((column) => column.toLowerCase() === usual && !taken.has(column)))
        .find((column) => column !== undefined);
    if (name === undefined) continue;
    found[role] = name;
    taken.add(name);
  }
  return found;
}
