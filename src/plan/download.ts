import { dirname, relative } from 'node:path';
import type { CheckedCurriculum } from '../language';
import type { Problem } from '../protocol';

const PLAIN = /^[\w./-]+$/u;

/** How to get a file that is not there (SC300), where its dataset says on the Hub what it is of. */
export function downloadHint(
  { curriculum }: CheckedCurriculum,
  id: string,
  { code, hint }: Problem,
): { readonly hint?: string } {
  const dataset = curriculum?.datasets.find((one) => one.id === id);
  if (code !== 'SC300' || hint !== undefined || curriculum === undefined) return {};
  if (dataset?.source === undefined || dataset.train.kind !== 'file') return {};
  const folder = relative(dirname(curriculum.file), dirname(dataset.train.path)) || '.';
  // The command is there to be copied: nothing stands in it that a shell would take for more than a name.
  if (!/^[\w.-]+\/[\w.-]+$/u.test(dataset.source) || !PLAIN.test(folder)) return {};
  return {
    hint: `Download it: \`hf download ${dataset.source} --repo-type dataset --local-dir ${folder}\` in the folder of the curriculum, then unpack its archives.`,
  };
}

/** How to get the rows of a dataset of the Hub (SC385). */
export function hubRowsHint({ id }: { readonly id: string }): string {
  const name = id.split('/').at(-1) ?? id;
  // As above: what cannot stand in a shell as it is, is not given as a command.
  if (!/^[\w.-]+\/[\w.-]+$/u.test(id) || /^[.-]/u.test(name) || id.startsWith('-'))
    return 'Download the dataset as a .parquet or .jsonl file and name the file.';
  return `Download it: \`hf download ${id} --repo-type dataset --local-dir data/${name}\` in the folder of the curriculum, and name its .parquet or .jsonl file here.`;
}
