import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BUILTIN_REWARDS, findPython, grade, type Kind } from '../../../src/rewards';
import { notRun } from '../../not-run';

/** The Python files of the rewards, as they are shipped. */
export const FOLDER = join(import.meta.dirname, '../../../src/rewards/python');

/** Any Python that is new enough; where there is none, what is not tested for it is reported at the end. */
export async function anyPython(what: string): Promise<string | undefined> {
  try {
    return await findPython();
  } catch {
    notRun(`${what}: there is no Python 3.8 or later`);
    return undefined;
  }
}

export type RewardName = 'boxed_answer' | 'exact_match' | 'choice';

/** What both graders are asked. */
export interface Asked {
  readonly response: string;
  readonly gold: string;
  readonly kind?: Kind;
  readonly options?: readonly string[];
  readonly strict?: boolean;
  readonly reward?: RewardName;
}

export type Verdict = Readonly<Record<string, unknown>>;

const REWARDS = {
  boxed_answer: BUILTIN_REWARDS['boxed-answer'],
  exact_match: BUILTIN_REWARDS['exact-match'],
  choice: BUILTIN_REWARDS.choice,
};

/** The verdict of TypeScript, in the form in which Python's comes. */
export function verdictOf({ response, gold, reward, ...options }: Asked): Verdict {
  if (reward !== undefined) {
    return { ...REWARDS[reward].score({ response, responseLength: response.length, groundTruth: gold }) };
  }
  return { ...grade(response, gold, options) };
}

/** A Python process that grades line by line: `python -m stagecraft_grading`. */
export class PythonGrader {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];
  private complaints = '';

  constructor(python: string) {
    this.child = spawn(python, ['-X', 'utf8', '-m', 'stagecraft_grading'], { cwd: FOLDER });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()?.(line));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    this.child.on('close', () => {
      for (const answer of this.waiting.splice(0))
        answer(JSON.stringify({ died: this.complaints.slice(-2_000) }));
    });
  }

  /** Python's verdict, or `{ died }` with its complaint. */
  async ask(asked: Asked): Promise<Verdict> {
    const answer = new Promise<string>((resolve) => this.waiting.push(resolve));
    this.child.stdin.write(`${JSON.stringify(asked)}\n`);
    return JSON.parse(await answer) as Verdict;
  }

  askAll(asked: readonly Asked[]): Promise<readonly Verdict[]> {
    return Promise.all(asked.map((one) => this.ask(one)));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.child.on('close', resolve));
    this.child.stdin.end();
    await closed;
  }
}
