import { BATCH_SIGNATURES } from './batch';
import { CHECKPOINT_SIGNATURES } from './checkpoint';
import { CONFIG_SIGNATURES } from './config';
import { DATA_SIGNATURES } from './data';
import { DYNAMICS_SIGNATURES } from './dynamics';
import { ENVIRONMENT_SIGNATURES } from './environment';
import { IMAGE_SIGNATURES } from './images';
import { MEMORY_SIGNATURES } from './memory';
import { NETWORK_SIGNATURES } from './network';
import { REWARD_SIGNATURES } from './reward';
import type { Signature } from './types';

/** Every known failure, by its number. */
export const SIGNATURES: readonly Signature[] = [
  ...IMAGE_SIGNATURES,
  ...DATA_SIGNATURES,
  ...BATCH_SIGNATURES,
  ...CONFIG_SIGNATURES,
  ...CHECKPOINT_SIGNATURES,
  ...REWARD_SIGNATURES,
  ...MEMORY_SIGNATURES,
  ...NETWORK_SIGNATURES,
  ...ENVIRONMENT_SIGNATURES,
  ...DYNAMICS_SIGNATURES,
].sort((a, b) => (a.id < b.id ? -1 : 1));

const BY_ID: ReadonlyMap<string, Signature> = new Map(SIGNATURES.map((one) => [one.id, one]));
export const signatureOf = (id: string): Signature | undefined => BY_ID.get(id);

export { codeOf, keyFor, severityOf, type Signature, type Suggestion } from './types';
export type { FailureId, FailureKind, LinePattern, Scene, Settings } from './types';
