import type { Curriculum } from '../../language';
import { lies } from '../data/folders';
import type { OpenDocument } from '../documents/document';

/** Files of the disk that a curriculum and its variants name: what it extends, also where that is missing, data, prompt, reward. */
export function filesOf({ onDisk, snapshot, bases }: OpenDocument): ReadonlySet<string> {
  if (!onDisk) return new Set();
  const files = new Set(bases());
  const { checked } = snapshot();
  for (const { curriculum } of [checked.base, ...checked.variants.values()]) {
    if (curriculum !== undefined) addFiles(curriculum, files);
  }
  return files;
}

function addFiles({ datasets, prompt, reward }: Curriculum, files: Set<string>): void {
  for (const dataset of datasets) {
    for (const split of ['train', 'val', 'test'] as const) {
      const ref = dataset[split];
      if (ref?.kind === 'file') files.add(ref.path);
    }
  }
  if (prompt !== undefined) files.add(prompt);
  if (reward.kind === 'python') files.add(reward.path);
}

/** Whether a change of a file may change what is known of a curriculum: a file it names, or one of its images. */
export function mentionsFile(document: OpenDocument, path: string): boolean {
  if (filesOf(document).has(path)) return true;
  const datasets = document.snapshot().checked.base.curriculum?.datasets ?? [];
  return datasets.some(({ images }) => images !== undefined && lies(path, images));
}
