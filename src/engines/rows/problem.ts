import type { Place, Problem, Severity } from '../../protocol';
import { ENGINE_CODES, type EngineCode } from '../codes';
import type { MeasuredRow } from './stage-rows';

/** A problem at a key of the curriculum, with the file of the row that shows it. */
export const rowsProblem = (
  code: EngineCode,
  message: string,
  place: Place,
  row: MeasuredRow | undefined,
  extra: Pick<Problem, 'hint' | 'suggestion'> & { readonly severity?: Severity } = {},
): Problem => ({
  code,
  severity: extra.severity ?? ENGINE_CODES[code].severity,
  message,
  place,
  ...(extra.hint === undefined ? {} : { hint: extra.hint }),
  ...(extra.suggestion === undefined ? {} : { suggestion: extra.suggestion }),
  ...(row === undefined
    ? {}
    : {
        related: [
          { place: { file: row.source.path }, message: `row ${row.row} of \`${row.source.dataset}\`` },
        ],
      }),
});
