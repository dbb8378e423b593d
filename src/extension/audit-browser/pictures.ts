import type { ItemDetail, ItemPicture } from '../../protocol';
import { isInside, mayShow } from '../pages/images';

/**
 * An item whose images a page can load: files inside one of some folders or of its set become addresses, of all others
 * it is said why they are not shown. What names the files is a results file, which may be anybody's.
 */
export function withPictures(
  item: ItemDetail,
  set: string,
  folders: readonly string[],
  words: { readonly toUri: (file: string) => string; readonly outside: (file: string) => string },
): ItemDetail {
  const show = (picture: ItemPicture): ItemPicture => {
    if ('missing' in picture) return picture;
    const { file } = picture;
    return mayShow(file, folders) || (isInside(file, set) && mayShow(file, [set]))
      ? { ...picture, file: words.toUri(file) }
      : { missing: words.outside(file) };
  };
  return { ...item, pictures: item.pictures.map(show) };
}
