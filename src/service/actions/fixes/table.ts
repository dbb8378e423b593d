import type { DATA_CODES } from '../../../data';
import type { ENGINE_CODES } from '../../../engines';
import type { LanguageCode } from '../../../language';
import type { PlanCode } from '../../../plan';
import type { REWARD_CODES } from '../../../rewards';
import type { FixRule, Fixer } from '../fix';
import * as data from './data';
import * as easyr1 from './easyr1';
import * as evaluate from './evaluate';
import * as engine from './engine';
import * as expressions from './expressions';
import { suggestedValue } from './finding';
import * as make from './make';
import * as missing from './missing-key';
import * as model from './model';
import * as names from './names';
import * as paths from './paths';
import * as plan from './plan';
import * as trl from './trl';
import * as punctuation from './punctuation';
import * as unknown from './unknown-key';
import * as values from './values';
import * as yaml from './yaml';

/** Every code that a curriculum can show. */
export type FixableCode =
  LanguageCode | keyof typeof DATA_CODES | PlanCode | keyof typeof ENGINE_CODES | keyof typeof REWARD_CODES;

const fix = (fixer: Fixer): FixRule => ({ fix: fixer });
const none = (reason: string): FixRule => ({ none: reason });

const ROWS = 'The rows are wrong, not the curriculum; what belongs there only their author knows.';
const MACHINE = 'The machine or the Python file is at fault; no edit of the curriculum mends it.';
const RIGHT = 'Nothing is wrong: the problem says what will happen.';

/** How each code is mended. A code that is missing here does not compile; one without a fix says why. */
export const FIXES: Readonly<Record<FixableCode, FixRule>> = {
  SC100: none('There is no text to edit.'),
  SC101: fix(punctuation.punctuation),
  SC102: fix(punctuation.tabs),
  SC103: fix(punctuation.closing),
  SC104: fix(punctuation.indent),
  SC105: fix(yaml.duplicateKey),
  SC106: fix(yaml.secondDocument),
  SC107: fix(missing.emptyFile),
  SC108: fix(yaml.unknownAlias),
  SC109: none('What to leave out of a document that is too large only its author knows.'),
  SC110: fix(unknown.unknownKey),
  SC111: fix(values.wrongType),
  SC112: fix(values.wrongValue),
  SC113: fix(missing.missingKey),
  SC114: fix(values.missingValue),
  SC115: fix(yaml.mergeKey),
  SC116: fix(yaml.tag),
  SC117: none('A list, a mapping or nothing in the place of a key does not say which key was meant.'),
  SC118: fix(values.languageVersion),
  SC119: fix(yaml.missingColon),
  SC120: none('It only says that there are more problems.'),

  SC201: fix(names.unknownDataset),
  SC202: fix(names.unknownStage),
  SC203: fix(names.impossibleStart),
  SC204: fix(names.duplicateStage),
  SC205: fix(names.unsafeName),
  SC206: fix(names.checkpointRule),
  SC207: fix(names.noSchedule('staged')),
  SC208: fix(model.unknownModel),
  SC209: fix(model.unknownReward),
  SC210: fix(model.oneEngine),
  SC211: fix(unknown.removeKey),
  SC212: fix(paths.loop),
  SC213: fix(paths.missingBase),
  SC214: none('The variant was named on the command line, not in the file.'),
  SC215: fix(names.impossibleStart),
  SC216: fix(names.writtenStart),
  SC217: fix(paths.dataForm),
  SC218: fix(names.unusedDataset),
  SC219: fix(names.deadEnd),
  SC220: fix(model.modelOfEngine),
  SC221: none(RIGHT),
  SC222: fix(names.noSchedule('merged')),
  SC223: fix(names.unknownValidation),
  SC224: fix(unknown.stepsOrEpochs),
  SC225: fix(paths.pathForm),
  SC226: fix(names.unknownEndpoint),
  SC227: fix(unknown.removeKey),
  SC228: fix(names.listedTwice),
  SC229: fix(names.capability),
  SC230: none('A key that stood in a file is withdrawn by its owner; only they know the variable.'),
  SC231: none('Only its user knows whether the server speaks https.'),
  SC233: none(RIGHT),
  SC234: none('Only its user knows which model sees.'),
  SC235: fix(evaluate.unknownBenchmark),
  SC236: fix(names.listedTwice),
  SC237: fix(evaluate.splitOfFile),

  SC240: fix(plan.noStep),
  SC241: fix(plan.untilNever),
  SC242: fix(plan.noCheckpoint),
  SC243: fix(plan.staleScores),
  SC244: fix(plan.noValidation),
  SC245: fix(plan.startsOver),
  SC246: fix(plan.unusedKey),
  SC247: none('What the variant was meant to vary only its author knows.'),
  SC248: fix(plan.sameSettings),
  SC249: fix(plan.weakSignal),

  SC250: fix(expressions.otherSigns),
  SC251: fix(expressions.unknownColumn),
  SC252: none('What is refused has no equivalent over the values of one row.'),
  SC253: fix(expressions.unknownFunction),
  SC254: fix(expressions.quotedNumber),
  SC255: none('What a value is to be compared with only its author knows.'),
  SC256: fix(expressions.emptyExpression),
  SC257: none('What to leave out of an expression that is too large only its author knows.'),

  SC260: fix(make.oneSource),
  SC261: fix(make.cycle),
  SC262: fix(make.shares),
  SC263: fix(make.kind),
  SC264: none('Where the caption stands in the prompt only its author knows.'),
  SC265: fix(unknown.removeKey),
  SC266: none('Only its user knows which model sees.'),
  SC267: fix(make.answering),
  SC268: fix(make.keep),
  SC269: fix(make.length),
  SC270: fix(make.boundaries),
  SC271: fix(make.reservedName),
  SC272: fix(make.sampling),
  SC273: fix(make.ownFolder),

  SC300: fix(paths.missingFile),
  SC301: fix(paths.outsideFolder),
  SC302: none('The rows must be downloaded first.'),
  SC303: fix(paths.missingFile),
  SC304: fix(data.missingColumn),
  SC305: none(ROWS),
  SC306: none('Editors hide a byte order mark: the file must be saved in another encoding.'),
  SC310: none(ROWS),
  SC311: none(ROWS),
  SC312: none('The blank lines are skipped here; they stand in a data file that may be of any size.'),
  SC313: none('The training file is written with LF in any case.'),
  SC320: none(ROWS),
  SC321: none(ROWS),
  SC322: none(ROWS),
  SC323: none(ROWS),
  SC324: none(ROWS),
  SC325: none(ROWS),
  SC326: none(ROWS),
  SC327: none(ROWS),
  SC330: fix(data.imageColumn),
  SC331: none(ROWS),
  SC332: none(ROWS),
  SC333: none(ROWS),
  SC340: fix(data.imageFolder),
  SC341: none(ROWS),
  SC342: none('The paths stand in a data file that may be of any size.'),
  SC343: none(ROWS),
  SC344: none(ROWS),
  SC350: none(MACHINE),

  SC380: none(ROWS),
  SC381: none('How far to loosen the condition only its author knows.'),
  SC382: fix(data.passRates),
  SC383: none(RIGHT),
  SC388: fix(suggestedValue),
  SC389: fix(suggestedValue),
  SC390: none('Whether the prompt or the reward is to change only their author knows.'),
  SC391: fix(suggestedValue),
  SC392: fix(suggestedValue),
  SC384: fix(plan.leftOver),
  SC385: none('The rows must be downloaded first.'),
  SC386: fix(data.responses),
  SC387: none('Held-out rows must exist before they can be named.'),

  SC393: none('The rows must be made first; the lens above the dataset does it.'),
  SC394: none('The rows must be made again; the lens above the dataset does it.'),
  SC395: fix(make.ownFolder),
  SC396: none('What to decide by instead only the author of the condition knows.'),

  SC401: fix(engine.unknownOption),
  SC402: fix(engine.optionValue),
  SC403: fix(easyr1.largerGroups),
  SC404: fix(engine.removeOption),
  SC405: fix(engine.removeOption),
  SC406: fix(engine.removeOption),
  SC410: fix(engine.device),
  SC411: fix(engine.shippedModel),
  SC412: none(RIGHT),
  SC413: none(RIGHT),

  SC420: fix(easyr1.emptyFreeze),
  SC421: fix(easyr1.fittingNumbers),
  SC422: fix(easyr1.fittingNumbers),
  SC423: fix(easyr1.fittingNumbers),
  SC424: fix(easyr1.fittingNumbers),
  SC425: fix(easyr1.fittingNumbers),
  SC426: fix(easyr1.padRows),
  SC427: fix(easyr1.refusedKey),
  SC428: fix(engine.removeOption),
  SC429: none('Where EasyR1 lies only its user knows.'),
  SC430: fix(engine.removeOption),
  SC431: fix(engine.removeOption),
  SC438: none('The weights must be joined first.'),
  SC439: none(RIGHT),

  SC450: fix(trl.fittingNumbers),
  SC451: fix(trl.fittingNumbers),
  SC452: fix(trl.refusedOption),
  SC453: fix(trl.onProcessor),
  SC454: none('Which model is meant only its author knows.'),
  SC455: none(MACHINE),

  SC440: fix(suggestedValue),
  SC441: fix(suggestedValue),
  SC442: fix(suggestedValue),
  SC443: fix(suggestedValue),
  SC444: fix(suggestedValue),
  SC445: none(RIGHT),
  SC446: none('The checkout of EasyR1 is too old; no edit of the curriculum mends it.'),

  SC460: fix(model.unknownReward),
  SC461: fix(paths.missingReward),
  SC462: fix(model.unknownFunction),
  SC463: none(MACHINE),
  SC464: none(MACHINE),
  SC465: none(MACHINE),
  SC560: none(MACHINE),
  SC561: none(MACHINE),
  SC562: none(MACHINE),
  SC563: none(MACHINE),
};

/** `SC6xx`: whatever was seen in a run is mended by the value that its finding suggests, if it does. */
const SEEN: FixRule = fix(suggestedValue);

/** How a code is mended; nothing for codes of other programs. */
export const ruleOf = (code: unknown): FixRule | undefined => {
  if (typeof code !== 'string') return undefined;
  if (/^SC6\d\d$/.test(code)) return SEEN;
  return Object.hasOwn(FIXES, code) ? FIXES[code as FixableCode] : undefined;
};
