import { join } from 'node:path';
import { lookAtImage, makeGuard, writeAtomically, type DataSource, type Guard } from '../../data';
import { trainedText } from '../prompt';
import type { MakeContext, Question } from '../types';
import { foldersOf } from './plan';

const MOST_PIXELS = 100_000_000;

/** Rows of a batch as the engines read them; a row is named by its place in the batch, for equal questions may repeat. */
export async function writeBatch(
  { dataset, capability }: Pick<MakeContext, 'dataset' | 'capability'>,
  folder: string,
  questions: readonly Question[],
): Promise<DataSource> {
  const path = join(folder, 'rows.jsonl');
  const captions = questions.some(({ caption }) => (caption ?? '').trim() !== '');
  const options = questions.some((one) => one.options.length > 0);
  await writeAtomically(path, async (sink) => {
    for (const [place, question] of questions.entries()) {
      const row = {
        id: `row-${place}`,
        // As in training: what the row of the training file will say.
        problem: trainedText(question),
        answer: question.answer,
        images: question.images,
        ...(captions ? { caption: question.caption ?? null } : {}),
        ...(options ? { options: question.options.length === 0 ? null : question.options } : {}),
      };
      await sink.write(Buffer.from(`${JSON.stringify(row)}\n`));
    }
  });
  return {
    dataset,
    capability,
    split: 'test',
    path,
    format: 'jsonl',
    images: folder,
    columns: {
      id: 'id',
      question: 'problem',
      answer: 'answer',
      images: 'images',
      ...(captions ? { caption: 'caption' } : {}),
      ...(options ? { options: 'options' } : {}),
    },
  };
}

/** The place of a row by its name. */
export const placeOf = (row: string): number => (/^row-\d{1,9}$/.test(row) ? Number(row.slice(4)) : -1);

/**
 * Looks at images before an engine does, which would give up the whole batch for one of them: whether they lie where
 * they may, are there, and can be decoded. Each is decoded once, as long as few thousand others do not come between.
 */
export class ImageInspector {
  private readonly guard: Guard;
  private readonly known = new Map<string, Promise<string | undefined>>();

  constructor(context: Pick<MakeContext, 'curriculum' | 'root'>) {
    this.guard = makeGuard(foldersOf(context));
  }

  /** Why a question's images cannot be shown; `undefined`: they can. */
  async faultOf({ images }: Pick<Question, 'images'>): Promise<string | undefined> {
    for (const image of images) {
      if (this.known.size > 5_000) this.known.clear();
      const known = this.known.get(image) ?? this.look(image);
      this.known.set(image, known);
      const fault = await known;
      if (fault !== undefined) return `The image ${image} cannot be shown: ${fault}.`;
    }
    return undefined;
  }

  private async look(path: string): Promise<string | undefined> {
    const guarded = await this.guard.check(path);
    if (guarded.kind === 'missing') return 'it is not there';
    if (guarded.kind !== 'allowed') return guarded.reason;
    const found = await lookAtImage({ kind: 'file', path });
    if (found.kind !== 'image') return found.kind === 'missing' ? 'it is not there' : found.reason;
    if (found.header.width * found.header.height > MOST_PIXELS) return 'it has too many pixels';
    try {
      const { default: sharp } = await import('sharp');
      await sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .resize(8, 8, { fit: 'fill', fastShrinkOnLoad: false })
        .raw()
        .toBuffer();
      return undefined;
    } catch {
      return found.header.format === 'bmp' ? undefined : 'it cannot be decoded';
    }
  }
}
