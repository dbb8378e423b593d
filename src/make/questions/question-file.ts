import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { writeAtomically } from '../../data';
import { Digests } from '../digests';
import { Journal, readJournal } from '../journal';
import { workFile } from '../layout';
import { checkSourceLine } from '../source-line';
import type { MakeContext, SourceLine } from '../types';
import { PROMPT_VERSION } from './prompt';
import { isDone } from './silent';
import { VERIFY_VERSION } from './verify';

/** Changes when the same replies would give other questions. */
const CHECK_VERSION = 1;

/** What an earlier run has done, and the file to go on with. */
export interface EarlierWork {
  /** Sources that are done. */
  readonly done: Digests;
  /** Ids of their questions. */
  readonly ids: Digests;
  readonly lines: number;
  readonly questions: number;
  readonly fallen: number;
}

/**
 * The question file of a recipe: its name holds a hash of all that the questions depend on, contents of files by their
 * size and time, so that a recipe which changes begins anew (and is answered from the cache where it did not). A server that moves is
 * the same.
 */
export async function questionFile(context: MakeContext): Promise<string> {
  const { made, curriculum, root } = context;
  const { source, questions, limit, seed } = made.make;
  const near = (path: string | undefined): string | null =>
    path === undefined ? null : relative(root, path);
  const model = (name: string | undefined): unknown => {
    const endpoint =
      name !== undefined && Object.hasOwn(curriculum.models, name) ? curriculum.models[name] : undefined;
    return endpoint === undefined ? null : [endpoint.model, endpoint.api ?? 'openai'];
  };
  const captions = source.kind === 'captions' && source.file.kind === 'file' ? source : undefined;
  const { by, file, verify, ...recipe } = questions ?? {};
  const parts = [
    [PROMPT_VERSION, VERIFY_VERSION, CHECK_VERSION],
    [
      near(captions?.file.kind === 'file' ? captions.file.path : undefined),
      captions?.columns,
      near(captions?.images),
    ],
    await Promise.all([captions?.file.kind === 'file' ? captions.file.path : undefined, file].map(versionOf)),
    near(file),
    [model(by), model(verify)],
    recipe,
    context.capability,
    limit ?? null,
    seed,
  ];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
  return workFile(made.to, `questions-${hash}.jsonl`);
}

async function versionOf(path: string | undefined): Promise<unknown> {
  if (path === undefined) return null;
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? null : [found.size, Math.round(found.mtimeMs)];
}

/**
 * Looks at what is there. Lines that are to be done again, and a second line of one source, are taken out first, so that every source has one line in the end, however often the work was broken off.
 */
export async function earlierWork(path: string, signal: AbortSignal): Promise<EarlierWork> {
  const look = { done: new Digests(), ids: new Digests(), lines: 0, questions: 0, fallen: 0 };
  let dropped = 0;
  for await (const lines of readJournal(path, checkSourceLine, signal)) {
    for (const line of lines) {
      if (!isDone(line) || !look.done.add(line.source)) dropped += 1;
      else {
        look.lines += 1;
        look.questions += line.questions.length;
        look.fallen += line.fallen.length;
        for (const { id } of idsOf(line)) look.ids.add(id);
      }
    }
  }
  if (dropped > 0) await rewrite(path, signal);
  return look;
}

/** Questions that fell at the check took their ids, too, unless another one has it. */
const idsOf = ({ questions, fallen }: SourceLine): readonly { readonly id: string }[] => [
  ...questions,
  ...fallen.flatMap(({ question, again }) => (again === true ? [] : (question ?? []))),
];

async function rewrite(path: string, signal: AbortSignal): Promise<void> {
  const kept = new Digests();
  await writeAtomically(path, async (sink) => {
    for await (const lines of readJournal(path, checkSourceLine, signal)) {
      for (const line of lines) {
        if (!isDone(line) || !kept.add(line.source)) continue;
        await sink.write(Buffer.from(`${JSON.stringify(line)}\n`));
      }
    }
  });
}

export const openQuestions = (path: string): Journal<SourceLine> => new Journal(path);
