import { join } from 'node:path';
import { GenerationReader, type Generation } from '../../generations';
import { GENERATIONS, METRICS } from './kept-logs';
import { LineSplitter } from './lines';
import { parseMetricLine, type MetricLine } from './metric-line';
import { shareOut } from './samples';
import type { Story } from './story';
import { FileTail } from './tail';
import { savedSteps, type SavedStep } from './tracker';

/** Answers that wait for the line of their validation, and characters of them. */
const MOST_HELD = 5000;
const MOST_HELD_TEXT = 128 * 1024 * 1024;

/** Follows the files in `trainer.save_checkpoint_path` and has them told. */
export class OutputFiles {
  /** Whether EasyR1 has written a log here: it is this disk that it writes to. */
  seen = false;
  saved: readonly SavedStep[] = [];
  private readonly metrics: FileTail;
  private readonly generations: FileTail;
  private lines = new LineSplitter();
  private texts = new LineSplitter();
  private answers = new GenerationReader();
  private held: Generation[] = [];

  constructor(
    private readonly output: string,
    private readonly story: Story,
  ) {
    this.metrics = new FileTail(join(output, METRICS));
    this.generations = new FileTail(join(output, GENERATIONS));
  }

  /** Reads what is new. `final`: nothing more will come, so that a last line without an end counts. */
  async look(final = false): Promise<void> {
    for (let more = true; more;) more = await this.lookOnce(final);
    this.saved = await savedSteps(this.output);
    // The line of a step comes after its checkpoint and says whether there was a validation; a validation after the
    // last step comes later still.
    const { story } = this;
    for (const saved of this.saved)
      if (final || story.seen > saved.step || (story.seen === saved.step && saved.step < story.total))
        story.checkpoint(saved);
  }

  private async lookOnce(final: boolean): Promise<boolean> {
    // Answers are written before the line of their validation: read after it, they are surely all here.
    const metrics = await this.metrics.read();
    const generations = await this.generations.read();
    if (metrics.restarted) this.lines = new LineSplitter();
    if (generations.restarted) {
      this.texts = new LineSplitter();
      this.answers = new GenerationReader();
      this.held = [];
    }
    if (metrics.text !== '') this.seen = true;
    const lines = [...this.lines.push(metrics.text), ...(final && !metrics.more ? [this.lines.take()] : [])];
    this.held.push(...this.answers.push(this.texts.push(generations.text)));
    this.held.splice(roomFor(this.held));
    this.told(
      lines.flatMap((line) => parseMetricLine(line) ?? []),
      metrics.restarted,
    );
    return metrics.more || generations.more;
  }

  private told(lines: readonly MetricLine[], restarted: boolean): void {
    const validations = lines.filter(({ values }) => values.has('val/reward_score'));
    if (validations.length > 0) this.held.push(...this.answers.end());
    const shares = shareOut(this.held, validations.length);
    if (validations.length > 0) this.held = [];
    for (const [i, line] of lines.entries()) {
      if (i === 0 && restarted) this.story.restart(line);
      this.story.metrics(line);
      const at = validations.indexOf(line);
      if (at >= 0) this.story.samples(line.step, shares[at] ?? []);
    }
  }
}

/** How many of the answers, from the first on, are kept. */
function roomFor(held: readonly Generation[]): number {
  let text = 0;
  const beyond = held.findIndex(({ prompt, output, gold }, i) => {
    text += prompt.length + output.length + gold.length;
    return i >= MOST_HELD || text > MOST_HELD_TEXT;
  });
  return beyond === -1 ? held.length : beyond;
}
