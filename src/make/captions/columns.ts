import { captionColumns, DataError, type CaptionRole } from '../../data';
import { nearest } from '../../language';

export interface CaptionColumns {
  readonly caption: string;
  readonly image: string;
  readonly id?: string;
  /** The file's other columns, which questions carry along. */
  readonly others: readonly string[];
}

/** Columns of ours in a written row; one of the file that is named like them would stand in their place. */
const OURS: ReadonlySet<string> = new Set([
  ...['id', 'problem', 'answer', 'images', 'caption', 'options', 'kind', 'capability', 'source'],
  ...['predictions', 'correctness', 'pass_rate', 'pass_rate_low', 'pass_rate_high'],
]);
const MOST_OTHERS = 50;

/** The columns of a file of captions: as written, else by their usual names. Throws a `DataError` without them. */
export function columnsOf(
  path: string,
  names: readonly string[],
  written: Readonly<Partial<Record<CaptionRole, string>>>,
): CaptionColumns {
  const fail = (message: string, hint: string): DataError =>
    new DataError({ code: 'SC304', severity: 'error', message, place: { file: path }, hint });
  const listed = names.slice(0, 20).join(', ');
  for (const [role, name] of Object.entries(written)) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw fail(
      `${path} has no column ${name}, which \`columns\` names as ${role}`,
      near === undefined ? `It has ${listed}.` : `Did you mean ${near}?`,
    );
  }
  const { caption, image, id } = captionColumns(names, written);
  if (caption === undefined || image === undefined) {
    const role = caption === undefined ? 'caption' : 'image';
    throw fail(
      `No column of ${path} looks like the ${role}`,
      `Name it, such as \`columns: { ${role}: ${names[0] ?? role} }\`; the file has ${listed}.`,
    );
  }
  const others = names
    .filter((name) => ![caption, image, id].includes(name) && !OURS.has(name.toLowerCase()))
    .slice(0, MOST_OTHERS);
  return { caption, image, others, ...(id === undefined ? {} : { id }) };
}
