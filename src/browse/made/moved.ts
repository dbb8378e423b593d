import { basename, join } from 'node:path';

/**
 * Where an image may lie now, if the folders were moved, or copied from the machine that made the data: in each folder,
 * what stands in the absolute path behind the last folder of the same name. They may leave the folder: look before use.
 */
export const movedInto = (folders: readonly string[], path: string): readonly string[] =>
  folders.flatMap((folder) => {
    const name = `/${basename(folder)}/`;
    const at = path.lastIndexOf(name);
    return at < 0 ? [] : [join(folder, path.slice(at + name.length))];
  });
