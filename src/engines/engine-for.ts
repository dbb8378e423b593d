import type { EngineName } from '../language';
import { embeddedEngine } from './embedded/engine';
import type { Engine } from './engine';
import { unavailableEngine } from './unavailable';

/** The engine of a name. */
export const engineFor = (name: EngineName): Engine =>
  name === 'embedded' ? embeddedEngine : unavailableEngine(name);
