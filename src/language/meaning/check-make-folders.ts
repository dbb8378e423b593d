import { join } from 'node:path';
import type { Dataset } from '../model';
import { child, headSpan, type MapNode, type TreeNode } from '../parse/tree';
import { quote } from '../report';
import type { MeaningContext } from './context';

const SPLITS = ['train', 'val', 'test'] as const;

/** SC273: a dataset that would be written over another, or over the rows that it is made of. */
export function checkMakeFolders({ curriculum, root, report }: MeaningContext): void {
  const datasets = child(root, 'datasets');
  if (datasets?.kind !== 'map') return;
  const folders = new Map<string, Dataset>();
  const files = ownFiles(curriculum.datasets);
  for (const dataset of curriculum.datasets) {
    if (dataset.made === undefined) continue;
    const { to } = dataset.made;
    const at = placeOf(datasets, dataset.id);
    const other = folders.get(to);
    folders.set(to, other ?? dataset);
    const over = SPLITS.map((split) => files.get(join(to, `${split}.jsonl`))).find(
      (one) => one !== undefined,
    );
    const what =
      other !== undefined
        ? `the folder of ${quote(other.id)}`
        : over === undefined
          ? undefined
          : over.id === dataset.id
            ? 'over its own rows'
            : `over the rows of ${quote(over.id)}`;
    if (what === undefined || at === undefined) continue;
    report(
      'SC273',
      at.span,
      `Dataset ${quote(dataset.id)} would be written ${other === undefined ? what : `into ${what}`}`,
      {
        hint: `Write \`to:\` with a folder of its own, such as \`${at.hint}\`.`,
      },
    );
  }
}

/** Files that datasets read and that nothing makes. */
function ownFiles(datasets: readonly Dataset[]): ReadonlyMap<string, Dataset> {
  const files = new Map<string, Dataset>();
  for (const dataset of datasets) {
    const { made } = dataset;
    const source = made?.make.source;
    const train = made === undefined ? dataset.train : source?.kind === 'own' ? source.train : undefined;
    const split = made?.make.split;
    const refs = [
      train,
      (split?.val ?? 0) > 0 ? undefined : dataset.val,
      (split?.test ?? 0) > 0 ? undefined : dataset.test,
    ];
    for (const ref of refs) if (ref?.kind === 'file') files.set(ref.path, dataset);
  }
  return files;
}

function placeOf(datasets: MapNode, id: string) {
  const entry = datasets.entries.get(id);
  if (entry === undefined) return undefined;
  const make = child(entry.value, 'make');
  const to: TreeNode | undefined = child(make, 'to');
  return { span: to === undefined ? entry.keySpan : headSpan(to), hint: `to: data/${id}-made` };
}
