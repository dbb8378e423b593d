import { isAbsolute, relative, sep } from 'node:path';

/** Where the audits of a workspace lie: imported ones, and those of runs. */
const PLACES = ['audits', 'runs'];

/**
 * Whether a path is where a set of one of these workspaces lies: `.stagecraft/audits/ID`, `.stagecraft/runs/ID` or
 * `.stagecraft/runs/ID/audit`. What a page, a link or an earlier window says of sets may be anybody's words.
 */
export const isSetFolder = (path: string, roots: readonly string[]): boolean =>
  isAbsolute(path) && roots.some((root) => isSetPath(relative(root, path).split(sep)));

/** The same of a path below a workspace, as its parts. */
export function isSetPath(parts: readonly string[]): boolean {
  const [top, place = '', id = '', below, ...more] = parts;
  return (
    top === '.stagecraft' &&
    PLACES.includes(place) &&
    isName(id) &&
    (below === undefined || (place === 'runs' && below === 'audit')) &&
    more.length === 0
  );
}

const isName = (text: string): boolean =>
  text !== '' && text !== '.' && text !== '..' && !/[\\/:\0]/.test(text);
