import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { treeOptions, type Easyr1Tree } from '../../../src/engines/easyr1/tree';

export interface MergeCase {
  readonly tree: Easyr1Tree;
  /** `key=value`, `config=...` among them. */
  readonly argv: readonly string[];
}

export type Merged = { readonly merged: Readonly<Record<string, unknown>> } | { readonly error: string };

/** What OmegaConf makes of arguments on the described trees, all cases in one process. */
export async function mergeAll(
  python: string,
  cases: readonly MergeCase[],
): Promise<{ readonly results: readonly Merged[]; readonly real: readonly Merged[] | null }> {
  const trees = Object.fromEntries(
    (['newest', 'older'] as const).map((tree) => [tree, [...treeOptions(tree).values()]]),
  );
  const child = spawn(python, [join(__dirname, 'merge.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ trees, cases }));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`merge.py ended with ${String(code)}`);
  return JSON.parse(text) as Awaited<ReturnType<typeof mergeAll>>;
}

/** A value of a nested mapping by its flat key. */
export const at = (merged: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], merged);
