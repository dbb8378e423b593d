import type { RunContext } from './context';

const SAMPLE_SECONDS = 5;

/** Writes down every few seconds what the machine does for an engine, until the timer is cleared. */
export function watchMachine(
  { journal, sampler, parts }: RunContext,
  id: string,
  pid: number,
): NodeJS.Timeout {
  const sample = () => {
    const values = sampler.sample(pid);
    if (Object.keys(values).length > 0)
      journal.record(id, [{ type: 'machine', step: journal.stage(id).step, values }]);
  };
  return setInterval(sample, (parts.sampleSeconds ?? SAMPLE_SECONDS) * 1000);
}
