import type { Curriculum } from '../../language';
import type { Snapshot } from '../../service';
import { lies } from '../data/folders';

/** Files of the disk that a curriculum and its variants name: what it extends, data, prompt, reward. */
export function filesOf({ checked, onDisk, path }: Snapshot): ReadonlySet<string> {
  const files = new Set<string>();
  if (!onDisk) return files;
  for (const file of checked.base.files) if (file.path !== path) files.add(file.path);
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
export function mentionsFile(snapshot: Snapshot, path: string): boolean {
  if (filesOf(snapshot).has(path)) return true;
  const datasets = snapshot.checked.base.curriculum?.datasets ?? [];
  return datasets.some(({ images }) => images !== undefined && lies(path, images));
}
