/** How a known failure of a run is met before the run: what finds it, and the test that plants it. */
export type Met =
  | {
      readonly by: 'check' | 'preflight';
      /** Codes of the diagnostics that say it. */
      readonly codes: readonly `SC${number}`[];
      /** The test file that plants it; `planted` for mistakes of text and rows. */
      readonly test: string;
      /** What of the failure cannot be known before, where it is a part of it. */
      readonly partly?: string;
    }
  /** It shows in the log alone: the log doctor finds it. */
  | { readonly by: 'log'; readonly why: string };

const check = (...codes: readonly `SC${number}`[]): Met => ({ by: 'check', codes, test: 'planted' });
const probe = (test: string, ...codes: readonly `SC${number}`[]): Met => ({ by: 'preflight', codes, test });
const partly = (met: Met, what: string): Met => (met.by === 'log' ? met : { ...met, partly: what });

const MEMORY = '../preflight/memory.test.ts';
const AROUND = '../preflight/surroundings.test.ts';

/** Every known failure, by its number in the log doctor. */
export const FAILURES: Readonly<Record<`F${number}`, Met>> = {
  F01: check('SC440'),
  F02: { by: 'log', why: 'The model writes an image token of its own while it is sampled.' },
  F03: check('SC330', 'SC331'),
  F04: check('SC330'),
  F05: check('SC304'),
  F06: check('SC332'),
  F07: check('SC333'),
  F08: check('SC327', 'SC322'),
  F09: check('SC340', 'SC428'),
  F10: check('SC341', 'SC343', 'SC344'),
  F11: check('SC442'),
  F12: check('SC425'),
  F13: check('SC442'),
  F14: check('SC440'),
  F15: check('SC240', 'SC441', 'SC430'),
  F16: check('SC421'),
  F17: check('SC422'),
  F18: check('SC423'),
  F19: check('SC424'),
  F20: check('SC450', 'SC451'),
  F21: check('SC249', 'SC403'),
  F22: check('SC401', 'SC405'),
  F23: check('SC402'),
  F24: check('SC426'),
  F25: check('SC420'),
  F26: check('SC438'),
  F27: check('SC404'),
  F28: partly(check('SC431'), 'A run is resumed with the GPUs that it was planned with.'),
  F29: check('SC404', 'SC427'),
  F30: check('SC300', 'SC428'),
  F31: check('SC390'),
  F32: check('SC380'),
  F33: partly(check('SC388'), 'Pass rates are those of the base model.'),
  F34: partly(check('SC444'), 'Pass rates are those of the base model.'),
  F35: partly(check('SC464', 'SC465'), 'Found by reading; whether it hangs depends on the responses.'),
  F36: probe(MEMORY, 'SC540'),
  F37: probe(MEMORY, 'SC541'),
  F38: probe(MEMORY, 'SC542'),
  F39: probe(MEMORY, 'SC543'),
  F40: partly(check('SC446'), 'The age of a checkout; that of an installed package is not known.'),
  F41: check('SC443'),
  F42: partly(check('SC446'), 'The age of a checkout; that of an installed package is not known.'),
  F43: { by: 'log', why: 'A GPU or a network fails while it works.' },
  F44: probe(AROUND, 'SC534'),
  F45: probe(AROUND, 'SC521'),
  F46: probe(AROUND, 'SC535', 'SC536', 'SC537', 'SC538'),
  F47: probe(AROUND, 'SC539'),
  F48: probe(AROUND, 'SC545'),
  F49: check('SC300', 'SC546', 'SC547'),
  F50: probe('machine.test.ts', 'SC524'),
  F51: partly(check('SC391'), 'Two settings that invite it; it may come without them.'),
  F52: partly(check('SC389'), 'Where the rows hold answers of the base model.'),
  F53: partly(check('SC392'), 'A batch that invites it; it may come with a large one.'),
  F54: check('SC446'),
  F55: partly(check('SC445'), 'Megapixels to be opened; how long it takes, the disk decides.'),
};
