import { createHash } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { asText, writeAtomically, type Row } from '../../data';
import { MAKE_ARMS, type FunnelStep, type MakeArm, type MakeStep } from '../../protocol';
import { judge, reasonOf } from '../keep';
import { workFile } from '../layout';
import { Splitter } from '../split';
import type { AnswerFile, Decision, MakeContext, QuestionFile } from '../types';
import { findCandidates } from './candidates';
import { Funnel } from './funnel';
import { loadHand } from './hand';
import { writeKept } from './kept';
import { loadOutcomes, loadQuestions } from './load';
import { WorkDatabase } from './work-database';

/** A line of the decisions: `n` orders questions as the source does, and is the name of one within this make. */
export interface DecidedLine extends Decision {
  readonly n: number;
  /** What is particular of this one. */
  readonly detail?: string;
  /** Id of the earlier question that it equals. */
  readonly same?: string;
}

/** What was decided; the files are there until the next make. */
export interface Decided {
  /** JSONL of `DecidedLine`, of every question and all that fell before it became one, in order. */
  readonly decisions: string;
  /** JSONL of `{ question, split, place, n }` of those that are kept, in order. */
  readonly kept: string;
  /** All steps but `rate`. */
  readonly funnel: readonly FunnelStep[];
}

/**
 * Decides of every question whether it is kept: by the condition over its answers, against near-duplicates, and by what
 * a person said; and which split it goes to. The same files give the same decisions. Throws a `MakeError` when the
 * condition cannot be used.
 */
export async function decide(
  context: MakeContext,
  file: QuestionFile,
  answers: readonly AnswerFile[],
): Promise<Decided> {
  const { made, signal, tell } = context;
  const work = await WorkDatabase.open(made.to, signal);
  try {
    await loadQuestions(work, file, { written: false });
    await loadOutcomes(work, answers);
    const total = Number((await work.all('SELECT count(*) FROM q'))[0]?.[0] ?? 0);
    tell({ type: 'phase', step: 'keep', done: 0, total });
    const said = await loadHand(context, work);
    const parts = await judge(context, work, answers.length);
    tell({ type: 'phase', step: 'duplicates', done: 0, total });
    await findCandidates(context, work);
    const name = createHash('sha256').update(file.path).digest('hex').slice(0, 8);
    const decisions = workFile(made.to, `decisions-${name}.jsonl`);
    const kept = workFile(made.to, `kept-${name}.jsonl`);
    const funnel = await writeDecisions(context, work, { path: decisions, parts, answers });
    await writeKept(work, decisions, kept);
    const count = funnel.at(-1)?.out ?? 0;
    tell({ type: 'phase', step: 'hand', done: total, total });
    tell({ type: 'figures', values: { kept: count } });
    return { decisions, kept, funnel: said === 0 ? funnel.filter(({ step }) => step !== 'hand') : funnel };
  } finally {
    await work.close();
  }
}

interface DecisionsParts {
  readonly path: string;
  /** The condition's parts. */
  readonly parts: readonly string[];
  readonly answers: readonly AnswerFile[];
}

const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];

async function writeDecisions(
  context: MakeContext,
  work: WorkDatabase,
  { path, parts, answers }: DecisionsParts,
): Promise<readonly FunnelStep[]> {
  const { make } = context.made;
  const splitter = new Splitter(make.split, make.seed);
  for await (const batch of work.batches('SELECT hashes FROM k WHERE len(hashes) > 1'))
    for (const [hashes] of batch) splitter.tie(hashes as readonly string[]);
  const funnel = new Funnel();
  const words = new Map<string, { readonly step: MakeStep; readonly reason: string }>();
  const failed = (row: Row): { readonly step: MakeStep; readonly reason: string } => {
    const [, , , , , , , , , m, part, unknown, ...states] = row;
    const key = JSON.stringify([Number(m), Number(part), unknown, states.slice(0, 6)]);
    const known = words.get(key);
    if (known !== undefined) return known;
    const told = reasonOf({
      ...(answers[Number(m)] === undefined ? {} : { model: answers[Number(m)]?.model ?? '' }),
      part: parts[Number(part)] ?? make.keep ?? '',
      unknown: unknown === true,
      outcomes: byArm(states.slice(0, 3)),
      reasons: byArm(states.slice(3, 6)),
    });
    const made = { step: told.missing ? ('answer' as const) : ('keep' as const), reason: told.words };
    if (words.size < 10_000) words.set(key, made);
    return made;
  };
  const fell = (
    row: Row,
  ): (Pick<DecidedLine, 'detail' | 'same'> & { step: MakeStep; reason: string }) | undefined => {
    const [, , , , step, reason, detail, kept, byHand] = row;
    const [fault, same] = row.slice(18);
    const equal = typeof same === 'string' ? { same } : {};
    if (typeof step === 'string')
      return {
        step: step as MakeStep,
        reason: asText(reason ?? ''),
        ...(typeof detail === 'string' ? { detail } : {}),
        ...equal,
      };
    if (kept !== true && byHand !== 'keep') return failed(row);
    if (typeof fault === 'string') return { step: 'source', reason: fault };
    if (typeof same === 'string')
      return { step: 'duplicates', reason: 'it equals an earlier question', same };
    if (byHand === 'drop') return { step: 'hand', reason: 'a person dropped it' };
    return undefined;
  };
  const rows = work.batches(`
    SELECT q.n, q.id, q.place, q.source, q.step, q.reason, q.detail, v.kept, h.decision, v.m, v.part, v.unknown,
        o.image, o.description, o.neither, o.image_reason, o.description_reason, o.neither_reason,
        k.fault, coalesce(same.id, q.same), k.hashes[1], q.pos
      FROM q LEFT JOIN v USING (n) LEFT JOIN h ON h.id = q.id LEFT JOIN o ON o.n = q.n AND o.m = v.m
        LEFT JOIN k USING (n) LEFT JOIN d USING (n) LEFT JOIN q AS same ON same.n = d.of ORDER BY q.n`);
  await writeAtomically(path, async (sink) => {
    for await (const batch of rows) {
      const lines = batch.map((row) => {
        const [n, id, place, source] = row;
        const q = typeof id === 'string' ? id : `${asText(source)}#${Number(row[21])}`;
        const why = fell(row);
        const reason = funnel.add(q, why);
        const image = row[20];
        const key = typeof image === 'string' ? image : `source ${asText(source)}`;
        const line: DecidedLine = {
          n: Number(n),
          q,
          place: Number(place),
          kept: why === undefined,
          ...(why === undefined
            ? { split: splitter.splitOf(key) }
            : {
                step: why.step,
                reason: reason ?? why.reason,
                ...(why.detail === undefined ? {} : { detail: why.detail }),
                ...(why.same === undefined ? {} : { same: why.same }),
              }),
        };
        return `${JSON.stringify(line)}\n`;
      });
      await sink.write(Buffer.from(lines.join('')));
    }
  });
  return funnel.finish(stepsOf(context));
}

const byArm = (values: Row): Readonly<Record<MakeArm, string | null>> =>
  Object.fromEntries(
    ARMS.map((arm, at) => [arm, typeof values[at] === 'string' ? values[at] : null]),
  ) as Readonly<Record<MakeArm, string | null>>;

/** The steps that a recipe takes, whether or not anything falls there. */
function stepsOf({ made: { make } }: MakeContext): ReadonlySet<MakeStep> {
  const own = make.source.kind === 'own';
  return new Set<MakeStep>([
    'source',
    ...(make.questions === undefined ? [] : (['write', 'check'] as const)),
    ...(make.answer_with.length === 0 ? [] : (['answer'] as const)),
    ...(make.keep === undefined ? [] : (['keep'] as const)),
    ...(own ? [] : (['duplicates', 'hand'] as const)),
  ]);
}
