import { dirname, resolve } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Context, Draft } from '../context';
import { readPrefix } from '../yaml-scalar';

/** Which files a path may name; folders are always offered, one level at a time. */
export interface PathWish {
  readonly files?: RegExp;
  /** A folder itself can be the value. */
  readonly folders?: boolean;
  /** Written behind a file's name, such as the colon in front of a function. */
  readonly suffix?: string;
  readonly group?: number;
}

/** What lies in the folder that is typed so far, relative to the document. */
export async function pathItems(context: Context, wish: PathWish): Promise<readonly Draft[]> {
  const { cursor, snapshot, known, wait } = context;
  if (!snapshot.onDisk) return [];
  const typed = readPrefix(cursor);
  const slash = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\'));
  const folder = typed.slice(0, slash + 1);
  // A path of the home folder or with a variable is never expanded, so nothing can be there.
  if (/^~|\$/.test(folder)) return [];
  const found = await wait(known.folder(resolve(dirname(snapshot.path), folder)));
  const up: readonly Draft[] =
    folder === '' || /^(?:\.\.\/)+$/.test(folder)
      ? [
          {
            label: `${folder}../`,
            kind: CompletionItemKind.Folder,
            group: 9,
            retrigger: true,
            continues: true,
            filter: `${folder}../`,
          },
        ]
      : [];
  const group = wish.group ?? 3;
  const inside = (found ?? []).flatMap(({ name, kind }): readonly Draft[] => {
    if (kind === 'folder') {
      const path = `${folder}${name}`;
      return [
        {
          label: `${name}/`,
          kind: CompletionItemKind.Folder,
          value: wish.folders === true ? path : `${path}/`,
          filter: `${path}/`,
          group: wish.folders === true ? group : group + 1,
          retrigger: wish.folders !== true,
          continues: wish.folders !== true,
        },
      ];
    }
    if (wish.files?.test(name) !== true) return [];
    return [
      {
        label: name,
        kind: CompletionItemKind.File,
        value: `${folder}${name}${wish.suffix ?? ''}`,
        filter: `${folder}${name}`,
        group,
        retrigger: wish.suffix !== undefined,
        continues: wish.suffix !== undefined,
      },
    ];
  });
  return [...inside, ...up];
}
