import { GenerationReader, type Generation } from '../../engines';
import { lineBatches } from '../text/lines';

export interface LogFaults {
  broken: number;
  doubtful: number;
}

/** The answers of EasyR1's `generations.log`, a chunk of the file at a time; what is torn is counted and left out. */
export async function* readGenerations(
  file: string,
  faults: LogFaults,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onBytes?: ((bytes: number) => void) | undefined;
  },
): AsyncGenerator<readonly Generation[], void, undefined> {
  const { signal, onBytes } = options;
  const reader = new GenerationReader();
  const counted = (generations: readonly Generation[]): readonly Generation[] => {
    faults.broken = reader.broken;
    faults.doubtful += generations.filter(({ doubtful }) => doubtful).length;
    return generations;
  };
  for await (const lines of lineBatches(file, { signal, ...(onBytes === undefined ? {} : { onBytes }) })) {
    const batch = counted(reader.push(lines.map(({ text }) => text ?? '')));
    if (batch.length > 0) yield batch;
  }
  const last = counted(reader.end());
  if (last.length > 0) yield last;
}
