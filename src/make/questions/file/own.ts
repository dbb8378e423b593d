import { DataError } from '../../../data';
import { guardOf, type Caption, type CaptionSource } from '../../captions';
import type { Fallen, SourceLine } from '../../types';
import { fallenOf } from '../build';
import { examine, type Examiner } from '../examine';
import { draftsOf } from '../reply/draft';
import { indexQuestions, lineSpans, questionRow, type QuestionIndex, type QuestionRow } from './index-lines';

/** Questions of a file by their captions, and what of the file belongs to no caption. */
export interface OwnQuestions {
  readonly of: (caption: Caption) => Promise<SourceLine>;
  readonly rest: () => AsyncGenerator<SourceLine, void, undefined>;
  readonly close: () => Promise<void>;
}

/** Questions of one caption; more are the fault of a file in which all name the same. */
const MOST = 1_000;
const SHOWN = 200;

/**
 * Opens a file of questions that were written before: JSON lines with `caption` (the id of a caption), `question`,
 * `answer`, and perhaps `options` and `kind`. Throws a `DataError` when it cannot be read.
 */
export async function ownQuestions(
  file: string,
  examiner: Examiner,
  captions: Pick<CaptionSource, 'rows' | 'knows'>,
): Promise<OwnQuestions> {
  const { context } = examiner;
  const path = await readable(file, examiner);
  // Made for the first caption that is asked of: where all are done from before, a third of the reading is spared.
  let made: Promise<QuestionIndex> | undefined;
  const indexed = (): Promise<QuestionIndex> => (made ??= indexQuestions(path, context.signal));
  return {
    close: async () => {
      // What it could not be made for was told to those who asked.
      await (await made?.catch(() => undefined))?.close();
    },
    async of(caption) {
      const line = { source: caption.source, place: caption.place };
      const rows = await (await indexed()).of(caption.id);
      if (rows.length === 0) return { ...line, questions: [], fallen: [fallenOf('write', NONE)] };
      if (caption.ambiguous)
        return { ...line, questions: [], fallen: rows.map(() => fallenOf('write', AMBIGUOUS)) };
      const fallen: Fallen[] = rows.slice(MOST).map(() => fallenOf('write', TOO_MANY));
      const drafts = rows.slice(0, MOST).flatMap(({ object, line: number }) => {
        const [draft] = object === undefined ? [] : draftsOf(object);
        if (draft !== undefined)
          return [{ draft, ...(draft.kind === undefined ? {} : { kind: draft.kind.slice(0, SHOWN) }) }];
        fallen.push(fallenOf('write', { reason: 'The line holds no question.', detail: `line ${number}` }));
        return [];
      });
      const outcome = await examine(caption, drafts, examiner);
      return { ...line, questions: outcome.questions, fallen: [...fallen, ...outcome.fallen] };
    },
    async *rest() {
      for await (const { text, line } of lineSpans(path, context.signal)) {
        const row = questionRow(text, line);
        const fault = faultOf(row, captions.knows);
        if (fault === undefined) continue;
        // Behind all captions.
        yield {
          source: `questions#${line}`,
          place: captions.rows + line,
          questions: [],
          fallen: [fallenOf('write', fault)],
        };
      }
    },
  };
}

const NONE = { reason: 'The file of questions has none about this caption.' } as const;
const AMBIGUOUS = { reason: 'Several captions have the id that the question names.' } as const;
const TOO_MANY = { reason: 'More than 1,000 questions name the same caption.' } as const;

function faultOf(
  { object, caption, line }: QuestionRow,
  knows: (id: string) => boolean,
): { readonly reason: string; readonly detail: string } | undefined {
  if (object === undefined)
    return { reason: 'The line of the file of questions is no JSON object.', detail: `line ${line}` };
  if (caption === undefined) return { reason: 'The question names no caption.', detail: `line ${line}` };
  if (knows(caption)) return undefined;
  return {
    reason: 'No caption has the id that the question names.',
    detail: `line ${line}: ${caption.slice(0, SHOWN)}`,
  };
}

async function readable(path: string, { context }: Examiner): Promise<string> {
  const found = await guardOf(context).check(path);
  if (found.kind === 'allowed') return found.real;
  const outside = found.kind === 'outside';
  throw new DataError({
    code: outside ? 'SC301' : 'SC300',
    severity: 'error',
    message:
      found.kind === 'missing'
        ? `There is no file ${path}`
        : `${path} ${outside ? 'is refused' : 'cannot be read'}: ${found.reason}`,
    place: { file: path },
    ...(outside
      ? { hint: 'Move the file into the workspace or add its folder to `folders` in the curriculum.' }
      : {}),
  });
}
