import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerSamples } from '../../../src/monitor/answers/samples';
import { RunStore } from '../../../src/monitor/store/run-store';
import type { SamplesAnswer, SamplesRequest, StageSample } from '../../../src/protocol/runs';
import { discard } from '../../fixtures/discard';

/** A run folder with samples, answered for by the monitor's own code. */
export interface SampleRun {
  readonly dir: string;
  /** Says `revision` in its answers. */
  add(samples: readonly StageSample[]): void;
  answer(request: SamplesRequest): Promise<SamplesAnswer>;
  remove(): void;
}

export function sampleRun(): SampleRun {
  const dir = mkdtempSync(join(tmpdir(), 'stagecraft-samples-'));
  const store = new RunStore(dir);
  let revision = 0;
  return {
    dir,
    add: (samples) => {
      revision += 1;
      const lines = samples.map(({ stage, step, sample }) =>
        JSON.stringify({ time: new Date(step * 1000).toISOString(), stage, type: 'sample', step, sample }),
      );
      appendFileSync(join(dir, 'events.jsonl'), lines.map((line) => `${line}\n`).join(''));
    },
    answer: async (request) => {
      await store.file.refresh();
      return answerSamples(request, store, revision);
    },
    remove: () => discard(dir),
  };
}
