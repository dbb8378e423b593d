import type { MeaningContext } from './context';
import { checkChain } from './check-chain';
import { checkDatasets } from './check-datasets';
import { checkEngine } from './check-engine';
import { checkEvaluate } from './check-evaluate';
import { checkExtras } from './check-extras';
import { checkMake } from './check-make';
import { checkModel } from './check-model';
import { checkNames } from './check-names';
import { checkSchedule } from './check-schedule';
import { checkSplits } from './check-splits';
import { checkStages } from './check-stages';

export { usedDatasets } from './check-datasets';

/** Every check of meaning, over a resolved document. Each reports at what was written, in the file that wrote it. */
export function checkMeaning(context: MeaningContext): void {
  checkNames(context);
  checkModel(context);
  checkEngine(context);
  checkDatasets(context);
  checkStages(context);
  checkChain(context);
  checkSchedule(context);
  checkSplits(context);
  checkMake(context);
  checkEvaluate(context);
  checkExtras(context);
}
