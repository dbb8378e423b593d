import type { Sample } from '../../data';
import { FALLS, type Collected } from './collected';

/** Why a row cannot be read. The row is named, for nothing else tells where it stands. */
export const faultOf = ({ fault }: Pick<Sample, 'fault'>): Collected['fallen'] =>
  fault === undefined ? undefined : { reason: FALLS.row, detail: fault };
