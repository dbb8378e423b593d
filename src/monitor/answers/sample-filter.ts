import type { FileHandle } from 'node:fs/promises';

import { isRight, type RolloutSample, type SamplesRequest } from '../../protocol';
import type { SampleIndex } from '../store/sample-index';
import { readSamples } from './read-samples';

/** Searches of one run that are kept: a person goes back and forth between a few. */
const MOST_SEARCHES = 6;

/** What a search has found so far among the first `seen` samples of the run; numbers ascend. */
interface Search {
  readonly stage: string | undefined;
  readonly row: string | undefined;
  readonly words: string;
  readonly seen: number;
  readonly found: readonly number[];
}

/** Codes of an outcome, a byte a sample: a run may have millions. */
const UNKNOWN = 0;
const RIGHT = 1;
const WRONG = 2;
const NEITHER = 3;

/**
 * Which samples of a run hold some words, or were right: what only the samples themselves can tell, so each is read
 * once for a question and not again when the run has grown.
 */
export class SampleFilter {
  private searches: readonly Search[] = [];
  private outcomes = new Uint8Array(256);
  private turn: Promise<unknown> = Promise.resolve();
  private generation: number;

  constructor(private readonly index: SampleIndex) {
    this.generation = index.generation;
  }

  /** Numbers of the samples that are asked for, ascending. One question after another: each uses what is known by then. */
  find(file: FileHandle, request: SamplesRequest): Promise<readonly number[]> {
    const found = this.turn.then(() => this.look(file, request));
    this.turn = found.catch(() => undefined);
    return found;
  }

  private async look(file: FileHandle, { stage, row, search, outcome }: SamplesRequest) {
    const words = search?.trim().toLowerCase() ?? '';
    if (this.generation !== this.index.generation) this.forget();
    const held = words === '' ? this.index.find(stage, row) : await this.holding(file, { stage, row, words });
    if (outcome === undefined) return held;
    const { generation } = this.index;
    const unknown = held.filter((number) => this.outcome(number) === UNKNOWN);
    await readSamples(file, this.index, unknown, (number, sample) => this.keep(number, sample));
    const wanted = outcome === 'right' ? RIGHT : WRONG;
    const found = held.filter((number) => this.outcome(number) === wanted);
    // What was taken back meanwhile may stand under the numbers of others.
    if (generation !== this.index.generation) this.forget();
    return found;
  }

  private async holding(
    file: FileHandle,
    { stage, row, words }: Pick<Search, 'stage' | 'row' | 'words'>,
  ): Promise<readonly number[]> {
    const { generation, length } = this.index;
    const before = this.before(stage, row, words);
    const seen = before?.seen ?? 0;
    const later = this.index.find(stage, row).filter((number) => number >= seen && number < length);
    // What holds more words is among what held fewer.
    const unsure = before === undefined || before.words === words ? later : [...before.found, ...later];
    const found: number[] = before?.words === words ? [...before.found] : [];
    await readSamples(file, this.index, unsure, (number, sample) => {
      this.keep(number, sample);
      if (sample !== undefined && holds(sample, words)) found.push(number);
    });
    if (generation !== this.index.generation) this.forget();
    else {
      const others = this.searches.filter((one) => one !== before || one.words !== words);
      this.searches = [{ stage, row, words, seen: length, found }, ...others].slice(0, MOST_SEARCHES);
    }
    return found;
  }

  /** The same search, or the one for the longest part of the words. */
  private before(stage: string | undefined, row: string | undefined, words: string): Search | undefined {
    return this.searches
      .filter((one) => one.stage === stage && one.row === row && words.includes(one.words))
      .sort((a, b) => b.words.length - a.words.length)[0];
  }

  private outcome(number: number): number {
    return this.outcomes[number] ?? UNKNOWN;
  }

  private keep(number: number, sample: RolloutSample | undefined): void {
    if (number >= this.outcomes.length) {
      const larger = new Uint8Array(Math.max(number + 1, this.outcomes.length * 2));
      larger.set(this.outcomes);
      this.outcomes = larger;
    }
    const right = sample === undefined ? undefined : isRight(sample);
    this.outcomes[number] = right === undefined ? NEITHER : right ? RIGHT : WRONG;
  }

  /** Numbers mean other samples now. */
  private forget(): void {
    this.generation = this.index.generation;
    this.searches = [];
    this.outcomes = new Uint8Array(256);
  }
}

const holds = ({ row, question, gold, response }: RolloutSample, words: string): boolean =>
  [row, question, gold, response].some((text) => text.toLowerCase().includes(words));
