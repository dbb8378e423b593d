import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ImageSources } from '../../protocol';
import type { ResultItem } from '../types';

/** Named folders and TSV files, the TSVs of the folders among them. */
export interface KnownImages {
  readonly folders: readonly string[];
  /** By the benchmark that they are called after. */
  readonly tsv: ReadonlyMap<string, string>;
}

/** What `images` of a request names, looked up. */
export async function imageSourcesOf(images: ImageSources | undefined): Promise<KnownImages> {
  const folders = (images?.folders ?? []).map((folder) => resolve(folder));
  const tsv = new Map<string, string>();
  for (const folder of folders) {
    for (const name of await readdir(folder).catch((): string[] => [])) {
      if (name.endsWith('.tsv')) tsv.set(basename(name, '.tsv'), join(folder, name));
    }
  }
  for (const file of images?.tsv ?? []) tsv.set(basename(file, '.tsv'), resolve(file));
  return { folders, tsv };
}

/** An item of a benchmark whose TSV is named has its images there. */
export function withImages(item: ResultItem, { tsv }: KnownImages): ResultItem {
  if (item.kind !== 'vlmevalkit' && item.kind !== 'lmms-eval') return item;
  const file = tsv.get(item.dataset);
  if (file === undefined) return item;
  const index = item.row.replace(/#\d+$/, '');
  const parts = Math.max(1, item.images.length);
  return {
    ...item,
    images: Array.from({ length: parts }, (_, part) => ({
      tsv: file,
      index,
      ...(part === 0 ? {} : { part }),
    })),
  };
}
