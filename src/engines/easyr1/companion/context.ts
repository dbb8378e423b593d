import type { Voice } from './voice';
import type { Wishes } from './wish';

/** What every part of the companion works with. */
export interface Context {
  readonly voice: Voice;
  readonly wishes: Wishes;
  /** The bundle itself, which the guard is started from. */
  readonly entry: string;
}
