import { freemem } from 'node:os';
import type { EngineName } from '../../language';
import type { Place } from '../../protocol';
import { preflightProblem } from '../codes';
import { size } from '../figures';
import { formula, sum, type MemoryPart } from '../machine/memory';
import { looked, type Looked } from './result';

const TITLE = 'Memory';

/** Resident memory of the embedded engine at its plateau, measured with models of 0.2 to 0.4 million weights. */
const EMBEDDED = { bytes: 600e6, weights: 4e5 } as const;

interface MemoryInput {
  readonly engine: EngineName;
  /** Weights of the model, where they are known. */
  readonly parameters?: number;
  /** What the stage that takes most takes of the machine; absent where nothing is known of its model. */
  readonly host?: { readonly stage: string; readonly parts: readonly MemoryPart[] };
  readonly place: Place;
  /** Bytes that are free; for tests. */
  readonly free?: number;
}

/** Free memory against what the engine was measured to take; of others it is unknown. */
export function checkMemory({ engine, parameters, host, place, free = freeMemory() }: MemoryInput): Looked {
  if (host !== undefined) return checkHost(host, free, place);
  const there = `${size(free)} free`;
  if (engine !== 'embedded' || parameters === undefined || parameters > EMBEDDED.weights)
    return looked('memory', TITLE, `${there}; what this model takes was not measured`, [], 'unknown');
  const detail = `${there}; the embedded engine takes ${size(EMBEDDED.bytes)} (measured with models up to 0.4 million weights)`;
  if (free >= EMBEDDED.bytes) return looked('memory', TITLE, detail);
  return looked('memory', TITLE, detail, [
    preflightProblem(
      'memory',
      place,
      `Only ${size(free)} of memory are free, and the embedded engine takes ${size(EMBEDDED.bytes)}`,
      'End other programs, or give the container more.',
    ),
  ]);
}

/** Free memory against what is loaded, kept or offloaded there. */
function checkHost({ stage, parts }: NonNullable<MemoryInput['host']>, free: number, place: Place): Looked {
  const detail = `${size(free)} free; stage \`${stage}\` takes ${formula(parts)}`;
  if (sum(parts) <= free) return looked('memory', TITLE, detail);
  return looked('memory', TITLE, detail, [
    preflightProblem(
      'hostMemory',
      place,
      `${size(free)} of memory are free, and stage \`${stage}\` takes ${formula(parts)}`,
      'Use a machine with more memory, fewer GPUs of it, or offload less.',
    ),
  ]);
}

/** What this process may still take: of its container where there is one, else of the machine. */
const freeMemory = (): number => ('availableMemory' in process ? process.availableMemory() : freemem());
