import { dirname, resolve } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { BUILTIN_REWARDS, pythonFunctions } from '../../../rewards';
import type { Context, Draft } from '../context';
import { readPrefix } from '../yaml-scalar';
import { pathItems } from './paths';

/** Built-in rewards, Python files, and behind a file's colon the functions that it defines. */
export async function rewardItems(context: Context): Promise<readonly Draft[]> {
  const { cursor, snapshot, known, wait } = context;
  const file = /^(.+\.py):/.exec(readPrefix(cursor))?.[1];
  if (file !== undefined) {
    if (!snapshot.onDisk) return [];
    const text = await wait(known.text(resolve(dirname(snapshot.path), file)));
    return pythonFunctions(text ?? '').map(({ name, parameters, doc }, index) => ({
      label: name,
      kind: CompletionItemKind.Function,
      value: `${file}:${name}`,
      filter: `${file}:${name}`,
      detail: `(${parameters})`,
      ...(doc === undefined ? {} : { doc: asText(doc) }),
      group: name.startsWith('_') ? 5 : index === 0 ? 0 : 1,
    }));
  }
  const builtins = Object.entries(BUILTIN_REWARDS).map(([name, { doc }]): Draft => ({
    label: name,
    kind: CompletionItemKind.Value,
    detail: 'built in',
    doc: doc.replaceAll('<', '&lt;'),
    group: 1,
  }));
  return [...builtins, ...(await pathItems(context, { files: /\.py$/i, suffix: ':' }))];
}

/** Words of the user's file say nothing in Markdown. */
const asText = (doc: string): string => doc.replaceAll(/[\\`*_[\]<>#|~]/g, '\\$&');
