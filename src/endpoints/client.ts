import type { ChatReply, ChatRequest, ModelChoice } from '../protocol';
import type { Answer, Said } from './api/dialect';
import { Flights } from './cache/flights';
import { cacheKey } from './cache/key';
import { measuredTokens, type MeasuredTokens } from './cache/measure';
import type { AnswerCache } from './cache/store';
import { EndpointError } from './error';
import type { ImageShelf } from './images/shelf';
import { Gate } from './limits';
import type { ChatClient, ChatUsage, Price } from './types';

/** Whoever gives answers: a server, or the editor. */
export interface Answerer {
  readonly oneByOne: boolean;
  ask(request: ChatRequest, signal?: AbortSignal): Promise<Said>;
  /** Fewer answers came than were asked for. */
  ignoresN(): void;
}

export interface ClientParts {
  readonly model: ModelChoice;
  readonly answerer: Answerer;
  readonly shelf: ImageShelf;
  readonly cache?: AnswerCache;
  readonly price?: Price;
  readonly onNote: (words: string) => void;
}

/** Requests whose images are read and hashed, or that are looked up, at a time. */
const READING = 32;

/** Asks through the cache, and makes several answers of servers that give one. */
export class Client implements ChatClient {
  readonly model: ModelChoice;
  private readonly counts = { requests: 0, cached: 0, retried: 0, failed: 0, input: 0, output: 0 };
  private readonly reading = new Gate(READING);
  private readonly flights = new Flights<ChatReply>();
  private closed = false;
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly parts: ClientParts) {
    this.model = parts.model;
  }

  retried(): void {
    this.counts.retried += 1;
  }

  onSpent(listener: () => void): void {
    this.listeners.push(listener);
  }

  async ask(request: ChatRequest, signal?: AbortSignal): Promise<ChatReply> {
    signal?.throwIfAborted();
    if (this.closed) throw new EndpointError('setup', `${this.model.title} was closed.`, 'Ask again.');
    try {
      return await this.answer(request, signal);
    } catch (error) {
      if (error instanceof EndpointError) {
        this.counts.failed += 1;
        this.tellSpent();
      }
      throw error;
    }
  }

  usage(): ChatUsage {
    const { requests, cached, retried, failed, input, output } = this.counts;
    const { price } = this.parts;
    return {
      requests,
      cached,
      retried,
      failed,
      tokens: { input, output },
      ...(price === undefined ? {} : { cost: (input * price.input + output * price.output) / 1e6 }),
    };
  }

  measured(): Promise<MeasuredTokens | undefined> {
    const { cache, model } = this.parts;
    return cache === undefined ? Promise.resolve(undefined) : measuredTokens(cache.folder, model.model);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  private answer(request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatReply> {
    return (request.n ?? 1) <= 1
      ? this.sample(request, undefined, signal)
      : this.once(request, undefined, signal, (key) => this.several(request, key, signal));
  }

  /** As many answers as are asked for, where they are more than one. */
  private async several(
    request: ChatRequest,
    key: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ChatReply> {
    const { n = 1 } = request;
    const rest = (from: number): Promise<readonly ChatReply[]> =>
      together(Array.from({ length: n - from }, (_, i) => () => this.sample(request, from + i, signal)));
    // Those that were asked for one by one are known as such.
    const first = await this.key(request, 0, signal);
    if (this.parts.answerer.oneByOne || (await this.kept(first, signal)) !== undefined)
      return merge(await rest(0));
    const said = await this.asked(request, signal);
    if (said.answers.length >= n) {
      const reply = replyOf({ ...said, answers: said.answers.slice(0, n) });
      await this.keep(key, request, reply);
      return reply;
    }
    this.parts.answerer.ignoresN();
    // What came is the first of the single answers, so that it is not paid for twice.
    const tokens = said.tokens;
    const firsts = said.answers.map((answer, i): ChatReply =>
      replyOf({ answers: [answer], tokens: i === 0 ? tokens : NONE }),
    );
    for (const [i, reply] of firsts.entries())
      await this.keep(await this.key(request, i, signal), request, reply);
    return merge([...firsts, ...(await rest(firsts.length))]);
  }

  /** One answer; `sample` numbers those of one request. */
  private sample(
    request: ChatRequest,
    sample: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ChatReply> {
    return this.once(request, sample, signal, async (key) => {
      const { n: _, seed, ...rest } = request;
      const one = { ...rest, ...(seed === undefined ? {} : { seed: seed + (sample ?? 0) }) };
      const said = await this.asked(one, signal);
      const reply = replyOf({ ...said, answers: said.answers.slice(0, 1) });
      await this.keep(key, request, reply);
      return reply;
    });
  }

  /** What is kept of a request, or what somebody is being told who asks the same now, or else what `ask` brings. */
  private async once(
    request: ChatRequest,
    sample: number | undefined,
    signal: AbortSignal | undefined,
    ask: (key: string | undefined) => Promise<ChatReply>,
  ): Promise<ChatReply> {
    const key = await this.key(request, sample, signal);
    if (key === undefined) return ask(undefined);
    const { value, shared } = await this.flights.join(
      key,
      signal,
      async () => {
        const kept = await this.kept(key, signal);
        if (kept === undefined) return ask(key);
        this.counts.cached += 1;
        return { ...kept, cached: true };
      },
      (error) => !(error instanceof EndpointError),
    );
    if (!shared) return value;
    this.counts.cached += 1;
    return { ...value, cached: true };
  }

  private async asked(request: ChatRequest, signal: AbortSignal | undefined): Promise<Said> {
    const said = await this.parts.answerer.ask(request, signal);
    this.counts.requests += 1;
    this.counts.input += said.tokens.input;
    this.counts.output += said.tokens.output;
    this.tellSpent();
    return said;
  }

  private tellSpent(): void {
    for (const listener of this.listeners) listener();
  }

  /** Under what an answer is kept; `undefined` where none is. */
  private key(
    request: ChatRequest,
    sample: number | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const { cache, shelf } = this.parts;
    if (cache === undefined) return Promise.resolve(undefined);
    const of = (): Promise<string> => cacheKey(this.model, request, sample, (file) => shelf.digest(file));
    // A text is at hand: nothing is read.
    return hasImages(request) ? this.reading.through([signal], of) : of();
  }

  private kept(
    key: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Omit<ChatReply, 'cached'> | undefined> {
    const { cache } = this.parts;
    if (cache === undefined || key === undefined) return Promise.resolve(undefined);
    return this.reading.through([signal], () => cache.get(key));
  }

  /** An answer that was paid for is given even when it cannot be kept. */
  private async keep(key: string | undefined, request: ChatRequest, reply: ChatReply): Promise<void> {
    if (key === undefined) return;
    const images = request.messages
      .flatMap(({ parts }) => parts)
      .filter(({ type }) => type === 'image').length;
    const { answers, tokens } = reply;
    try {
      await this.parts.cache?.put({
        key,
        model: this.model.model,
        images,
        at: new Date().toISOString(),
        reply: { answers, tokens },
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.parts.onNote(
        `Answers cannot be kept in ${this.parts.cache?.folder ?? ''} (${why}): asked again, they cost again.`,
      );
    }
  }
}

const hasImages = ({ messages }: ChatRequest): boolean =>
  messages.some(({ parts }) => parts.some(({ type }) => type === 'image'));

const NONE = { input: 0, output: 0 } as const;

const replyOf = ({ answers, tokens }: { answers: readonly Answer[]; tokens: Said['tokens'] }): ChatReply => ({
  answers,
  tokens,
  cached: false,
});

const merge = (replies: readonly ChatReply[]): ChatReply => ({
  answers: replies.flatMap(({ answers }) => answers),
  tokens: replies.reduce<ChatReply['tokens']>(
    (sum, { tokens }) => ({ input: sum.input + tokens.input, output: sum.output + tokens.output }),
    NONE,
  ),
  cached: replies.every(({ cached }) => cached),
});

/** All of them, and only then the first failure: what is on its way is paid for, so it is kept. */
async function together<T>(work: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(work.map((one) => one()));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
