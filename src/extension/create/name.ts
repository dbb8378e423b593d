const ENDING = '.curriculum.yaml';

/** The file that a curriculum of this name lies in. */
export const fileName = (name: string): string => `${name}${ENDING}`;

/**
 * What is wrong with a name of a new curriculum, as a reason; nothing when it can be one. It becomes a file name and
 * part of the names of run folders, on every system.
 */
export function nameFault(name: string): 'empty' | 'letters' | 'long' | undefined {
  if (name.trim() === '') return 'empty';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) || name.endsWith('.')) return 'letters';
  return name.length > 64 ? 'long' : undefined;
}
