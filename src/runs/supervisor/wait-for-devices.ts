import { setTimeout as sleep } from 'node:timers/promises';

import { errorText } from '../codes';
import type { RunManifest } from '../folder/manifest';
import type { ProcessIdentity } from '../process/identity';
import { joinQueue } from '../queue/queue';
import type { StageOutcome } from './context';
import type { Journal } from './journal';
import { stoppedBy, type StopSignal } from './stop-signal';

/** Looking costs a few small files; where processes are found by asking a program, it costs more. */
const LOOK_MS = process.platform === 'linux' ? 400 : 1500;

/** A file server may be away for a while: a run that has waited a night must not fail for that. */
const MOST_FAILURES = 100;

export type Granted =
  /** `devices` is absent when the run does not queue. */
  | { readonly ok: true; readonly devices?: readonly string[]; readonly giveBack: () => void }
  | { readonly ok: false; readonly outcome: StageOutcome };

const nothing = () => undefined;

/** Waits, as `queued`, until the run's devices are free and it is its turn; a wish to stop ends the waiting. */
export async function waitForDevices(
  dir: string,
  { id, devices: wants }: RunManifest,
  self: ProcessIdentity,
  journal: Journal,
  stop: StopSignal,
): Promise<Granted> {
  if (wants === undefined) return { ok: true, giveBack: nothing };
  // Asking for GPUs may take seconds.
  journal.publish();
  let leave = nothing as () => void;
  const refused = (outcome: StageOutcome): Granted => {
    leave();
    return { ok: false, outcome };
  };
  try {
    const entry = await joinQueue({ id, dir }, wants, self);
    leave = () => entry.leave();
    let failures = 0;
    for (let told: string | undefined; ;) {
      const turn = await entry.look().catch((error: unknown) => {
        failures += 1;
        if (failures === MOST_FAILURES) throw error;
        return undefined;
      });
      if (stop.cause !== undefined) return refused(stoppedBy(stop.cause));
      if (turn === undefined) {
        await pause(stop, LOOK_MS);
        continue;
      }
      failures = 0;
      if (turn.kind === 'go') {
        journal.setRun({ devices: turn.devices });
        return { ok: true, devices: turn.devices, giveBack: leave };
      }
      if (turn.kind === 'never') return refused({ state: 'failed', reason: turn.reason });
      if (turn.reason !== told) journal.enterRun('queued', turn.reason);
      told = turn.reason;
      await pause(stop, lookAgainMs(turn.ahead));
    }
  } catch (error) {
    const reason = `the queue for devices does not work: ${errorText(error)}; \`--devices none\` runs without it`;
    return refused({ state: 'failed', reason });
  }
}

/** Who is far behind need not look often: else a long queue would be busy with looking at itself. */
const lookAgainMs = (ahead: number): number => LOOK_MS * Math.min(10, Math.max(1, ahead / 4));

async function pause(stop: StopSignal, ms: number): Promise<void> {
  const waking = new AbortController();
  const unlisten = stop.listen(() => waking.abort());
  await sleep(ms, undefined, { signal: waking.signal }).catch(nothing);
  unlisten();
}
