import type { FileHandle } from 'node:fs/promises';

import type { RolloutSample } from '../../protocol';
import { checkEvent } from '../../runs';
import type { SampleIndex, SamplePlace } from '../store/sample-index';

/** Bytes read at once: samples stand close to one another. */
const BLOCK = 1 << 20;

/**
 * Reads samples, given by ascending numbers, and hands each on; nothing stands for one that is not there any more.
 */
export async function readSamples(
  file: FileHandle,
  index: SampleIndex,
  numbers: readonly number[],
  each: (number: number, sample: RolloutSample | undefined) => void,
): Promise<void> {
  for (let next = 0; next < numbers.length;) {
    const places: { readonly number: number; readonly place: SamplePlace }[] = [];
    let from = Infinity;
    let to = 0;
    for (; next < numbers.length; next += 1) {
      const number = numbers[next] ?? 0;
      const place = index.at(number);
      // The index may have been cut while the file was read.
      if (Number.isNaN(place.length)) continue;
      const begin = Math.min(from, place.offset);
      const end = Math.max(to, place.offset + place.length);
      if (places.length > 0 && end - begin > BLOCK) break;
      [from, to] = [begin, end];
      places.push({ number, place });
    }
    if (places.length === 0) return;
    const buffer = Buffer.allocUnsafe(to - from);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    for (const { number, place } of places) {
      const start = place.offset - from;
      each(number, sampleOf(buffer.toString('utf8', start, Math.min(bytesRead, start + place.length))));
    }
  }
}

function sampleOf(line: string): RolloutSample | undefined {
  try {
    const event = checkEvent(JSON.parse(line));
    return event?.type === 'sample' ? event.sample : undefined;
  } catch {
    return undefined; // the file was cut in this moment
  }
}
