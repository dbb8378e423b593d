import { DataError, type Guard } from '../../data';
import type { MakeSource } from '../../language';
import { openTable, TableError, type Table } from '../../results';
import { errorText } from '../../protocol';

export type CaptionFile = Extract<MakeSource, { kind: 'captions' }>;

/** Opens the file of captions when it may be read; throws a `DataError` when not. */
export async function openCaptions({ file }: CaptionFile, guard: Guard): Promise<Table> {
  const fail = (code: 'SC300' | 'SC301' | 'SC302', message: string, hint?: string): DataError =>
    new DataError({
      code,
      severity: 'error',
      message,
      place: { file: file.kind === 'file' ? file.path : file.text },
      ...(hint === undefined ? {} : { hint }),
    });
  if (file.kind === 'hub') {
    throw fail(
      'SC302',
      `${file.text} is on the Hugging Face Hub: its captions cannot be read here`,
      'Download the file and name it.',
    );
  }
  const { path } = file;
  const found = await guard.check(path);
  switch (found.kind) {
    case 'missing':
      throw fail('SC300', `There is no file ${path}`);
    case 'unreadable':
      throw fail('SC300', `${path} cannot be read: ${found.reason}`);
    case 'outside':
      throw fail(
        'SC301',
        `${path} is refused: ${found.reason}`,
        'Move the file into the workspace or add its folder to `folders` in the curriculum.',
      );
    case 'allowed':
  }
  try {
    // By the name as written: a link may lead to a file without an extension.
    return await openTable(path);
  } catch (error) {
    if (error instanceof TableError)
      throw fail('SC300', `${path} cannot be read: ${error.reason}`, error.hint);
    throw fail('SC300', `${path} cannot be read: ${errorText(error)}`);
  }
}
