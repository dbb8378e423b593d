import type { SamplesAnswer, SamplesRequest, StageSample } from '../../protocol';
import { openToRead } from '../../runs';
import type { RunStore } from '../store/run-store';
import type { SampleIndex } from '../store/sample-index';
import { readSamples } from './read-samples';
import { SampleFilter } from './sample-filter';

/** Characters of one answer, and of a text in it when there is no more room: it goes through the editor's process. */
const MOST = 4_000_000;
const LEAST = 2000;

/** A page of a run's samples, read from its events file: newest first, or of one row oldest first. */
export async function answerSamples(
  request: SamplesRequest,
  store: RunStore,
  revision: number,
): Promise<SamplesAnswer> {
  const { run, row, offset, count } = request;
  const file = await openToRead(store.file.path).catch(() => undefined);
  if (file === undefined) return { run, revision, total: 0, samples: [] };
  try {
    const ascending = await filterOf(store.samples).find(file, request);
    const found = row === undefined ? ascending.toReversed() : ascending;
    const samples: StageSample[] = [];
    let left = MOST;
    for (const number of found.slice(offset, offset + count)) {
      const { stage, step } = store.samples.at(number);
      await readSamples(file, store.samples, [number], (_, sample) => {
        if (sample === undefined) return;
        const fitting = cutTo(left, sample);
        left -= fitting.question.length + fitting.gold.length + fitting.response.length;
        samples.push({ stage, step, sample: fitting });
      });
    }
    return { run, revision, total: found.length, samples };
  } finally {
    await file.close();
  }
}

/** What has been found so far, for as long as the run's events are held. */
const filters = new WeakMap<SampleIndex, SampleFilter>();

function filterOf(index: SampleIndex): SampleFilter {
  const known = filters.get(index) ?? new SampleFilter(index);
  filters.set(index, known);
  return known;
}

type Sample = StageSample['sample'];

/** A sample whose texts are cut where they have no room: a runaway model writes megabytes. */
function cutTo(room: number, sample: Sample): Sample {
  const cut = (text: string): string => {
    const kept = Math.max(LEAST, Math.floor(room / 3));
    return text.length <= kept
      ? text
      : `${text.slice(0, kept)}... (${text.length - kept} characters left out)`;
  };
  return {
    ...sample,
    question: cut(sample.question),
    gold: cut(sample.gold),
    response: cut(sample.response),
  };
}
