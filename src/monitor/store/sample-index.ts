import { Floats } from '../curves/floats';

const MOST = 5_000_000;
const LONGEST_ROW = 300;

/** The begin of an endless id tells it apart well enough; copied, lest the whole text be held with it. */
const kept = (row: string): string =>
  row.length <= LONGEST_ROW ? row : Buffer.from(row.slice(0, LONGEST_ROW), 'utf8').toString('utf8');

/** Where the samples of a run stand in its events file; the samples themselves stay there. */
export class SampleIndex {
  private readonly offsets = new Floats();
  private readonly lengths = new Floats();
  private readonly steps = new Floats();
  private stages: string[] = [];
  private rows: string[] = [];
  private readonly names = new Map<string, string>();

  /** Grows whenever samples are taken back: a number may then mean another sample. */
  generation = 0;

  get length(): number {
    return this.stages.length;
  }

  add(place: SamplePlace): void {
    if (this.length >= MOST) return;
    this.offsets.push(place.offset);
    this.lengths.push(place.length);
    this.steps.push(place.step);
    this.stages.push(this.shared(place.stage));
    this.rows.push(this.shared(kept(place.row)));
  }

  /** Numbers of the samples, oldest first, of one stage or row where given. */
  find(stage?: string, row?: string): readonly number[] {
    const name = row === undefined ? undefined : kept(row);
    const found: number[] = [];
    for (let i = 0; i < this.stages.length; i += 1) {
      if (stage !== undefined && this.stages[i] !== stage) continue;
      if (name === undefined || this.rows[i] === name) found.push(i);
    }
    return found;
  }

  at(index: number): SamplePlace {
    return {
      offset: this.offsets.at(index),
      length: this.lengths.at(index),
      step: this.steps.at(index),
      stage: this.stages[index] ?? '',
      row: this.rows[index] ?? '',
    };
  }

  /** Takes back the samples of a stage from a step on. */
  takeBack(stage: string, step: number): void {
    const first = this.stages.findIndex((name, i) => name === stage && this.steps.at(i) >= step);
    if (first === -1) return;
    this.generation += 1;
    const kept = Array.from({ length: this.length - first }, (_, i) => this.at(first + i)).filter(
      (place) => place.stage !== stage || place.step < step,
    );
    for (const list of [this.offsets, this.lengths, this.steps]) list.cut(first);
    this.stages = this.stages.slice(0, first);
    this.rows = this.rows.slice(0, first);
    for (const place of kept) this.add(place);
  }

  /** Ids repeat: each is kept once. */
  private shared(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    this.names.set(text, text);
    return text;
  }
}

export interface SamplePlace {
  /** Bytes into the events file, and the bytes of the line. */
  readonly offset: number;
  readonly length: number;
  readonly step: number;
  readonly stage: string;
  readonly row: string;
}
