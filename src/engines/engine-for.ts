import type { EngineName } from '../language';
import { embeddedEngine } from './embedded/engine';
import { easyr1Engine } from './easyr1/engine';
import type { Engine } from './engine';
import { trlEngine } from './trl';

/** The engine of a name. */
export function engineFor(name: EngineName): Engine {
  switch (name) {
    case 'embedded':
      return embeddedEngine;
    case 'trl':
      return trlEngine;
    case 'easyr1':
      return easyr1Engine;
  }
}
