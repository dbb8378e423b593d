import { dirname, join } from 'node:path';

import { openDataEngine } from '../../data';
import type { EngineEvent } from '../../protocol';
import { makeDataset } from '../make';
import { failureOf } from './failure';
import { Chats } from './chats';
import { endSignal } from './end';
import { readOrder } from './spec';
import { Teller } from './teller';

/** How long native libraries may take to let go after the work is done. */
const EXIT_MS = 5_000;

/**
 * Makes the dataset that a spec file orders, and says so in events on standard output. Resolves to the exit code: 0
 * when it was made or told to stop, 1 when it could not be made; the last event says why.
 */
export async function runMaker(specFile: string): Promise<number> {
  const emit = (event: EngineEvent): void => void process.stdout.write(`${JSON.stringify(event)}\n`);
  const { signal, dispose } = endSignal();
  let code = 0;
  try {
    const { spec, curriculum, dataset } = await readOrder(specFile);
    const chats = new Chats(curriculum, spec.root, (words) =>
      teller.tell({ type: 'note', severity: 'info', words }),
    );
    const teller = new Teller({ emit, firstStep: spec.firstStep, usage: () => chats.usage() });
    const data = await openDataEngine({
      folders: [...new Set([spec.root, dirname(curriculum.file), ...curriculum.folders])],
      cache: join(spec.root, '.stagecraft', 'cache'),
    });
    emit({ type: 'started', totalSteps: 0, firstStep: spec.firstStep, device: 'endpoints' });
    try {
      await makeDataset({
        curriculum,
        dataset: dataset.id,
        capability: dataset.capability,
        made: dataset.made,
        root: spec.root,
        data,
        chat: (name) => chats.open(name),
        signal,
        tell: (news) => teller.tell(news),
      });
      teller.close();
      emit({ type: 'finished', step: teller.lastStep, reason: 'steps' });
    } catch (error) {
      teller.close();
      if (signal.aborted) emit({ type: 'finished', step: teller.lastStep, reason: 'stopped' });
      else throw error;
    } finally {
      await chats.close();
      await data.close();
    }
  } catch (error) {
    const { message, hint, stack } = failureOf(error);
    if (stack !== undefined) process.stderr.write(`${stack}\n`);
    emit({ type: 'failed', message, ...(hint === undefined ? {} : { hint }) });
    code = 1;
  }
  dispose();
  setTimeout(() => process.exit(code), EXIT_MS).unref();
  return code;
}
