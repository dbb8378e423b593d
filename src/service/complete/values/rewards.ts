import { dirname, resolve } from 'node:path';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { BUILTIN_REWARDS } from '../../../rewards';
import type { Context, Draft } from '../context';
import { pathItems } from './paths';

/** Built-in rewards, Python files, and behind a file's colon the functions that it defines. */
export async function rewardItems(context: Context): Promise<readonly Draft[]> {
  const { cursor, snapshot, known, wait } = context;
  const file = /^(.+\.py):/.exec(cursor.prefix)?.[1];
  if (file !== undefined) {
    if (!snapshot.onDisk) return [];
    const text = await wait(known.text(resolve(dirname(snapshot.path), file)));
    return functionsOf(text ?? '').map(({ name, parameters, doc }, index) => ({
      label: name,
      kind: CompletionItemKind.Function,
      value: `${file}:${name}`,
      filter: `${file}:${name}`,
      detail: `(${parameters})`,
      ...(doc === undefined ? {} : { doc }),
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

export interface PythonFunction {
  readonly name: string;
  readonly parameters: string;
  /** First line of its docstring. */
  readonly doc?: string;
}

/** The functions at the top level of a Python file, told by its text alone. */
export function functionsOf(text: string): readonly PythonFunction[] {
  const plain = text.replaceAll(/\r\n?/g, '\n');
  const found: PythonFunction[] = [];
  for (const match of plain.matchAll(
    /^(?:async[ \t]+)?def[ \t]+([A-Za-z_]\w*)[ \t]*\(([^]{0,500}?)\)[^\n:]{0,200}:/gm,
  )) {
    const [whole, name = '', parameters = ''] = match;
    const behind = plain.slice(match.index + whole.length, match.index + whole.length + 500);
    const doc = /^[ \t]*\n[ \t]+[rR]?(?:"""|''')[ \t]*\n?[ \t]*([^\n"']+)/.exec(behind)?.[1]?.trim();
    found.push({
      name,
      parameters: parameters.replaceAll(/\s+/g, ' ').trim(),
      ...(doc === undefined ? {} : { doc }),
    });
  }
  return found;
}
