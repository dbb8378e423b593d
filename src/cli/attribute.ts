import { auditRun, attributeSet, figuresOfSet, printFigures, type AuditProgress } from '../audit';
import type { Curriculum } from '../language';
import type { AuditFigures, AuditMethod } from '../protocol';
import { readSet } from '../results';
import { readRun } from '../runs';
import type { CHAT_OPTIONS } from './chat-option';
import { openChosen } from './chat-option';
import { EXIT, UserError } from './command';
import { manifestOf } from './find-run';
import { setsOf, type Named } from './find-set';
import { onInterrupt } from './interrupt';
import type { Terminal } from './terminal';
import type { Workspace } from './workspace';

export interface AttributeOptions extends Partial<Record<keyof typeof CHAT_OPTIONS, string>> {
  /** Absent: nobody is asked, the figures are told. */
  readonly method?: Exclude<AuditMethod, 'human'>;
  readonly limit?: number;
  readonly samples?: number;
  readonly dryRun: boolean;
}

/** What became of one set. */
export interface Attribution {
  readonly dir: string;
  readonly title: string;
  /** What was asked, or would be. */
  readonly words?: string;
  readonly figures: AuditFigures;
  /** The figures in words. */
  readonly text: string;
  /** Items (of a judge: controls too; of the arms: arms) that could not be asked, and are left for the next time. */
  readonly failed: number;
}

/** Attributes the failures of what a user names by a model; without a method it only reads (and imports). */
export async function attributeNamed(
  named: Named,
  options: AttributeOptions,
  workspace: Workspace,
  terminal: Terminal,
): Promise<readonly Attribution[]> {
  const stop = new AbortController();
  const interrupt = onInterrupt(
    () => stop.abort(new UserError('Stopped', 'what was answered is kept; the same command goes on')),
    () => process.exit(EXIT.failed),
  );
  try {
    const run = named.kind === 'run' ? await curriculumOf(named.run) : undefined;
    // The arms that the run itself answered come first: a judge's figures are compared with theirs.
    if (named.kind === 'run') await auditRun(named.run).catch(() => undefined);
    const dirs = await setsOf(named, workspace, terminal, stop.signal);
    if (dirs.length === 0)
      throw new UserError('There are no results there', '`stagecraft results PATH` says what is found');
    const asked = options.method === undefined ? undefined : openChosen(options, run, workspace, terminal);
    try {
      const done: Attribution[] = [];
      for (const dir of dirs) {
        const outcome =
          asked === undefined || options.method === undefined
            ? { failed: 0 }
            : await ask(dir, options.method, asked);
        const figures = await figuresOfSet(dir);
        const { title } = await readSet(dir);
        const text = printFigures(figures).trimEnd();
        done.push({ dir, title, ...outcome, figures, text });
      }
      return done;
    } finally {
      await asked?.client.close();
    }
  } finally {
    interrupt.dispose();
    terminal.status([]);
  }

  function ask(
    dir: string,
    method: 'counterfactual' | 'judge',
    { choice, client, price }: ReturnType<typeof openChosen>,
  ): ReturnType<typeof attributeSet> {
    const { limit, samples, dryRun } = options;
    return attributeSet(
      {
        set: dir,
        method,
        model: choice,
        dryRun,
        ...(limit === undefined ? {} : { limit }),
        ...(samples === undefined ? {} : { samples }),
      },
      {
        client,
        signal: stop.signal,
        onProgress: (progress) => terminal.status([progressLine(progress)]),
        ...(price === undefined ? {} : { price }),
      },
    );
  }
}

async function curriculumOf(dir: string): Promise<Curriculum | undefined> {
  const reading = await readRun(dir);
  return reading.ok ? (await manifestOf(reading.run)).plan.curriculum : undefined;
}

const number = (n: number): string => n.toLocaleString('en-US');

/** `judge 120 of 412; 180 requests, 12 from the cache, 0 failed; 300,000 tokens in, 40,000 out; cost 0.42`. */
export function progressLine({
  what,
  done,
  total,
  requests,
  cached,
  failed,
  tokens,
  cost,
}: AuditProgress): string {
  const price = cost === undefined ? '' : `; cost ${cost.toFixed(2)}`;
  return (
    `${what} ${number(done)}${total === undefined ? '' : ` of ${number(total)}`}; ${number(requests)} requests, ` +
    `${number(cached)} from the cache, ${number(failed)} failed; ${number(tokens.input)} tokens in, ${number(tokens.output)} out${price}`
  );
}
