import type { KeyPath } from '../../language';
import { link } from './markdown';

/** The heading under which the reference page has the table of a key, as its anchor. */
export function anchorOf(path: KeyPath): string {
  const [top, , ...inner] = path;
  if (path.length < 2) return 'the-file';
  switch (top) {
    case 'datasets':
      return path.length === 2
        ? 'the-file'
        : // The items of a list have no heading of their own.
          slug(
            ['datasets.<dataset id>', ...inner.filter((step) => typeof step === 'string').slice(0, -1)].join(
              '.',
            ),
          );
    case 'stages':
      return path.length === 2 || inner.length === 0 ? 'the-file' : slug('stages[]');
    case 'models':
      return path.length === 2 ? 'the-file' : slug('models.<endpoint name>');
    case 'variants':
      return 'the-file';
    case 'defaults':
    case 'pooled':
      return slug(top);
    default: {
      // The items of a list have no heading of their own.
      const keys = path.filter((step) => typeof step === 'string');
      return keys.length < 2 ? 'the-file' : slug(keys.slice(0, -1).join('.'));
    }
  }
}

/** As GitHub and VS Code make anchors of headings: letters, digits, `-` and `_` stay, spaces become `-`. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/gu, '-');

/** A link to a section of the reference page, where it is published. */
export const referenceLink = (reference: string | undefined, anchor: string): string | undefined =>
  reference === undefined ? undefined : link('Reference', `${reference}#${anchor}`);
