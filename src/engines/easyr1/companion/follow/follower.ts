import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConsoleFact } from './console';
import { ConsoleReader } from './console';
import { OutputFiles } from './files';
import { METRICS, metricHistory } from './kept-logs';
import type { MetricLine } from './metric-line';
import { Story } from './story';
import { savedSteps, type SavedStep } from './tracker';
import type { TrainSpec } from '../spec';
import { readTold, writeTold, type Told } from '../told';
import type { Voice } from '../voice';

/** What EasyR1 prints of a step counts when no file has said it for so long: its disk is not this one. */
const FILES_PATIENCE_MS = 30_000;
const MOST_HELD = 10_000;
/** How long the files wait for EasyR1 to say how many steps there are: what a cluster prints comes late. */
const TOTAL_PATIENCE_MS = 10_000;

/** Brings together what EasyR1 prints and what it writes, and has it told. */
export class Follower {
  private readonly readers = new Map<string, ConsoleReader>();
  private held: { readonly line: MetricLine; readonly at: number }[] = [];
  private written = '';
  private heardTotal = false;
  private waiting: number | undefined;

  private constructor(
    readonly story: Story,
    private readonly files: OutputFiles,
    private readonly spec: TrainSpec,
    private readonly voice: Voice,
    /** What would be gone on from: the last checkpoint when we began. */
    private readonly resumed: number,
  ) {}

  /** To be opened before EasyR1 is started, when its logs of earlier attempts are put aside. */
  static async open(spec: TrainSpec, voice: Voice): Promise<Follower> {
    const { output } = spec;
    const [history, told, saved] = await Promise.all([
      metricHistory(output),
      readTold(dirname(output)),
      savedSteps(output),
    ]);
    const story = new Story(spec, voice, history, told);
    return new Follower(story, new OutputFiles(output, story), spec, voice, saved.at(-1)?.step ?? 0);
  }

  /** Whether EasyR1's output folder is on this machine's disks. */
  get seesFiles(): boolean {
    return this.files.seen;
  }

  /** Complete checkpoints as of the last look, oldest first. */
  get saved(): readonly SavedStep[] {
    return this.files.saved;
  }

  /** The last exception that was printed. */
  get lastError(): string | undefined {
    return this.readers.get('error')?.lastError ?? this.readers.get('out')?.lastError;
  }

  /** A piece of what EasyR1 prints; `stream` keeps lines of several outputs apart. */
  hear(stream: 'out' | 'error', text: string): void {
    this.take(this.reader(stream).push(text));
  }

  /** Reads what is new in the files, tells it, and notes that. `final`: EasyR1 has ended. */
  async look(final = false): Promise<void> {
    if (final) for (const reader of this.readers.values()) this.take(reader.end());
    if (this.spec.cluster?.shared !== false && (final || this.mayBegin())) await this.files.look(final);
    const now = performance.now();
    const [oldest] = this.held;
    if (this.files.seen) this.held = [];
    else if (oldest !== undefined && (final || this.consoleOnly || now - oldest.at > FILES_PATIENCE_MS)) {
      for (const { line } of this.held.splice(0)) this.story.metrics(line);
    }
    await this.note();
  }

  /** Keeps what was told, with what a companion after us must know of the job. */
  async note(job?: NonNullable<Told['job']>): Promise<void> {
    const { story } = this;
    if (job !== undefined) story.told = { ...story.told, job };
    const text = JSON.stringify(story.told);
    if (text === this.written) return;
    this.written = text;
    await writeTold(dirname(this.spec.output), story.told);
  }

  /** Whether it is known, or need not be waited for any more, how many steps there are. */
  private mayBegin(): boolean {
    if (this.heardTotal || this.story.firstStep !== undefined) return true;
    if (!existsSync(join(this.spec.output, METRICS))) return true;
    this.waiting ??= performance.now();
    return performance.now() - this.waiting > TOTAL_PATIENCE_MS;
  }

  private get consoleOnly(): boolean {
    return this.spec.cluster?.shared === false;
  }

  private take(facts: readonly ConsoleFact[]): void {
    const { story, spec } = this;
    for (const fact of facts) {
      switch (fact.type) {
        case 'total':
          this.heardTotal = true;
          if (fact.steps !== spec.steps.total && fact.steps !== story.total)
            this.voice.tell(otherTotal(fact.steps, spec));
          story.total = fact.steps;
          if (story.firstStep === undefined) story.begin(this.resumed + 1);
          break;
        case 'loaded':
          story.begin(fact.step + 1);
          break;
        case 'metrics':
          if (!this.files.seen && this.held.length < MOST_HELD)
            this.held.push({ line: fact.line, at: performance.now() });
          break;
      }
    }
  }

  private reader(stream: string): ConsoleReader {
    const known = this.readers.get(stream);
    if (known !== undefined) return known;
    const reader = new ConsoleReader();
    this.readers.set(stream, reader);
    return reader;
  }
}

const otherTotal = (steps: number, { steps: { total } }: TrainSpec) =>
  ({
    type: 'finding',
    severity: 'info',
    id: 'other-steps',
    message: `EasyR1 counts ${steps} steps where the plan has ${total}.`,
    hint: 'It leaves out rows whose prompt is longer than `max_prompt_length`.',
    key: 'max_prompt_length',
  }) as const;
