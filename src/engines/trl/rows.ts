import { createHash } from 'node:crypto';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectBytes, writeAtomically, type DataEngine, type ImageRef, type RowQuery } from '../../data';
import type { EngineRow } from './spec';

/** Where rows are written, and where the images that a data file embeds. */
export interface RowsTarget {
  /** Absolute path of the JSON lines, one `EngineRow` each. */
  readonly output: string;
  /** Absolute folder for embedded images; made when there are some. */
  readonly images: string;
}

/**
 * Writes the rows of data sources, one after the other, as JSON lines for a Python runner: whole or not at all. A file
 * that is there stays, since its name is only given to a whole one. Throws a `DataError` for data at fault (an image
 * outside the declared folders, a full disk).
 */
export async function writeRows(
  data: DataEngine,
  queries: readonly RowQuery[],
  { output, images }: RowsTarget,
): Promise<void> {
  if (await exists(output)) return;
  const embedded = new EmbeddedImages(images);
  await writeAtomically(output, async (sink) => {
    for (const query of queries)
      for await (const { images: refs, ...sample } of data.samples(query)) {
        const paths: string[] = [];
        for (const image of refs) paths.push(await embedded.pathOf(image));
        const row: EngineRow = { ...sample, images: paths };
        await sink.write(Buffer.from(`${JSON.stringify(row)}\n`));
      }
  });
}

/** Files of images that lie in data files, named by their content: equal ones are written once, whatever was there. */
class EmbeddedImages {
  private readonly written = new Set<string>();

  constructor(private readonly folder: string) {}

  async pathOf(image: ImageRef): Promise<string> {
    if (image.kind === 'file') return image.path;
    const { bytes } = image;
    const looked = await inspectBytes(bytes);
    const extension = looked.kind === 'image' ? looked.header.format : 'bin';
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
    const path = join(this.folder, `${digest}.${extension}`);
    if (this.written.has(path)) return path;
    if (!(await exists(path))) {
      await mkdir(this.folder, { recursive: true });
      await writeAtomically(path, (sink) => sink.write(bytes));
    }
    this.written.add(path);
    return path;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
