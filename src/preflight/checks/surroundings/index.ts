import type { Looked } from '../result';
import { checkHub } from './hub';
import type { Surroundings } from './input';
import { checkPackagesThatBreak } from './packages';
import { checkPlaceholders } from './placeholders';
import { checkRay } from './ray';
import { checkTrackers } from './trackers';

/** What of a run's surroundings is known to end it soon after its start; lines only where there is something to say. */
export async function checkSurroundings(at: Surroundings): Promise<readonly Looked[]> {
  const asked = await Promise.all([checkPackagesThatBreak(at), checkRay(at), checkHub(at)]);
  return [...asked.flat(), ...checkTrackers(at), ...checkPlaceholders(at)];
}
