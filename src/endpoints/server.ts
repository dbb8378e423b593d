import type { ChatRequest, ModelChoice } from '../protocol';
import { ANTHROPIC } from './api/anthropic';
import type { Abilities, Dialect, NoReply, Said } from './api/dialect';
import { OPENAI } from './api/openai';
import { learn, LOST, withoutAbility } from './api/refused-keys';
import { holdsJson } from './api/schema-words';
import { pause } from './abort';
import { EndpointError } from './error';
import { isPassing, isUsedUp, refusalOf, unreachableWords } from './http/explain';
import { send, type Response } from './http/post';
import { allowanceWait, backoff, LONGEST_WAIT, retryAfter } from './http/wait';
import { isWebPage, serverWords, tidy } from './http/words';
import type { ImageShelf } from './images/shelf';
import { knownModels } from './known-models';
import type { Limits } from './limits';
import { baseUrl } from './url';

/** Tries of a request that fails for a passing reason, and waits that a server may ask for on top. */
const MOST_TRIES = 6;
const MOST_WAITS = 20;
/** Tries when the reply is no chat reply: it rarely mends itself. */
const REPLY_TRIES = 3;

export interface ServerParts {
  readonly model: ModelChoice & { readonly api: 'openai' | 'anthropic'; readonly url: string };
  readonly key: () => string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly limits: Limits;
  readonly shelf: ImageShelf;
  readonly onRetry: () => void;
  readonly onNote: (words: string) => void;
}

/** How one try went: an answer, another try after a wait, or an end. */
type Turn =
  | { readonly kind: 'said'; readonly said: Said }
  /** Asks again at once: something was learnt. */
  | { readonly kind: 'again' }
  | {
      readonly kind: 'later';
      readonly wait?: number;
      readonly tries: number;
      readonly why: () => EndpointError;
    };

/** A model behind HTTP: what it can do is found out on the way, and remembered. */
export class Server {
  readonly dialect: Dialect;
  private readonly base: string;
  private abilities: Abilities;

  constructor(private readonly parts: ServerParts) {
    this.dialect = parts.model.api === 'anthropic' ? ANTHROPIC : OPENAI;
    this.base = baseUrl(parts.model.api, parts.model.url);
    this.abilities = { schema: this.dialect.schema, refused: new Set() };
  }

  /** Whether several answers must be asked for one by one. */
  get oneByOne(): boolean {
    return !this.dialect.many || this.abilities.refused.has('n');
  }

  /** It gave fewer answers than it was asked for. */
  ignoresN(): void {
    this.lose(this.abilities, { without: 'n' });
  }

  /** Asks until there is an answer or no hope. Rejects with an `EndpointError` or the signal's reason. */
  async ask(request: ChatRequest, signal?: AbortSignal): Promise<Said> {
    const { gate, circuit } = this.parts.limits;
    // Its place is kept while it waits: a server in trouble is asked less.
    return gate.through([signal, circuit.dead], () => this.insist(request, signal));
  }

  private async insist(request: ChatRequest, signal: AbortSignal | undefined): Promise<Said> {
    const { limits } = this.parts;
    for (let tries = 0, waits = 0; ;) {
      const cost = await limits.admit(request, signal);
      const turn = await this.once(request, cost, signal);
      if (turn.kind === 'said') return turn.said;
      if (turn.kind === 'again') continue;
      if (turn.wait === undefined) tries += 1;
      else waits += 1;
      if (tries >= turn.tries || waits > MOST_WAITS) throw turn.why();
      this.parts.onRetry();
      await pause(turn.wait ?? backoff(tries - 1), signal, limits.circuit.dead);
    }
  }

  private async once(request: ChatRequest, cost: number, signal: AbortSignal | undefined): Promise<Turn> {
    const { limits, model, timeout } = this.parts;
    const key = this.key();
    const used = this.abilities;
    const images = new Map<string, Awaited<ReturnType<ImageShelf['encode']>>>();
    for (const { parts } of request.messages) {
      for (const part of parts) {
        if (part.type === 'image') images.set(part.file, await this.parts.shelf.encode(part.file));
      }
    }
    const response = await send({
      url: this.base + this.dialect.path,
      headers: this.dialect.headers(key),
      body: JSON.stringify(this.dialect.body(model.model, request, images, used)),
      timeout,
      signals: [signal, limits.circuit.dead],
    });
    if (response.kind !== 'answer') return this.noAnswer(response);
    limits.circuit.answers();
    limits.rest(allowanceWait(response.headers, Date.now()));
    if (response.status >= 200 && response.status < 300) return this.read(response, request, used, cost);
    return this.failure(response, request, used, response.status, serverWords(response.text, key));
  }

  private key(): string | undefined {
    const { model } = this.parts;
    if (model.key === undefined) return undefined;
    const key = this.parts.key()?.trim();
    const hint = `Set the environment variable \`${model.key}\` to it, or give it to the editor: it is never written into a file.`;
    if (key === undefined || key === '') {
      throw new EndpointError('key', `The key of ${model.title}, \`${model.key}\`, is not set.`, hint);
    }
    // An HTTP library would repeat such a key in its own message.
    if (!/^[\x21-\x7e]+$/.test(key)) {
      throw new EndpointError('key', `\`${model.key}\` holds characters that no key has.`, hint);
    }
    return key;
  }

  private noAnswer(response: Exclude<Response, { kind: 'answer' }>): Turn {
    const { model, limits, timeout } = this.parts;
    switch (response.kind) {
      case 'unreachable':
      case 'broken': {
        const why = (): EndpointError => unreachableWords(model, tidy(response.code));
        if (response.kind === 'broken') limits.circuit.answers();
        else limits.circuit.fails(why);
        return { kind: 'later', tries: MOST_TRIES, why };
      }
      case 'timeout':
        return {
          kind: 'later',
          tries: REPLY_TRIES,
          why: () =>
            new EndpointError(
              'server',
              `${model.title} did not answer within ${timeout / 1_000} s, ${REPLY_TRIES} times.`,
              'Raise `timeout`, ask for shorter answers, or lower `concurrency`.',
            ),
        };
      case 'too large':
        throw new EndpointError(
          'reply',
          `${model.title} answered with more than ${Math.floor(response.bytes / 1e6)} MB.`,
          'Look at what `url` leads to.',
        );
      case 'elsewhere':
        throw new EndpointError(
          'setup',
          `${model.title} sends requests on to another host, ${tidy(response.host)}; the key is not sent there.`,
          'If that is the right one, write its address into `url`.',
        );
    }
  }

  private read(
    response: Extract<Response, { kind: 'answer' }>,
    request: ChatRequest,
    used: Abilities,
    cost: number,
  ): Turn | Promise<Turn> {
    let body: unknown;
    try {
      body = JSON.parse(response.text);
    } catch {
      const fault =
        response.text.trim() === '' ? 'it is empty' : isWebPage(response.text) ? PAGE : 'it is not JSON';
      return this.noReply({ fault }, response.text);
    }
    const said = this.dialect.read(body);
    if ('fault' in said) {
      return said.status === undefined
        ? this.noReply(said, response.text)
        : this.failure(response, request, used, said.status, tidy(said.fault, this.parts.key()));
    }
    this.parts.limits.settle(cost, said.tokens.input + said.tokens.output);
    // A server that takes a schema and does nothing with it, as some do, is found out by its answer.
    const ignored =
      request.schema !== undefined &&
      used.schema < 2 &&
      said.answers.some(({ text, truncated }) => !truncated && !holdsJson(text));
    if (!ignored) return { kind: 'said', said };
    this.lose({ ...used, schema: 1 }, { without: 'schema' });
    return { kind: 'again' };
  }

  private noReply({ fault }: NoReply, text: string): Turn {
    const { model } = this.parts;
    const words = serverWords(text, this.parts.key());
    const why = (): EndpointError =>
      new EndpointError(
        'reply',
        `The reply of ${model.title} is no chat reply, ${fault}${words === '' ? '.' : `: ${words}`}`,
        fault === PAGE
          ? 'Look at `url`: a proxy, a sign-in page or another program answers there.'
          : 'Look at the log of the server.',
      );
    return { kind: 'later', tries: fault === PAGE ? 1 : REPLY_TRIES, why };
  }

  private async failure(
    response: Extract<Response, { kind: 'answer' }>,
    request: ChatRequest,
    used: Abilities,
    status: number,
    words: string,
  ): Promise<Turn> {
    const { model, limits } = this.parts;
    if (isPassing(status) && !(status === 429 && isUsedUp(response.text))) {
      const wait = retryAfter(response.headers, Date.now());
      const why = (): EndpointError =>
        new EndpointError(
          status === 429 ? 'rate limit' : 'server',
          `${model.title} answers ${status}${words === '' ? '' : `: ${words}`}`,
          status === 429
            ? 'Lower `concurrency`, or write `requests_per_minute` and `tokens_per_minute` as the provider allows.'
            : 'Look at the log of the server. What is answered stays answered: ask again to go on.',
          status,
        );
      if (wait !== undefined && wait > LONGEST_WAIT) throw why();
      // Everybody waits: those behind would be refused as well.
      if (status === 429 && wait !== undefined) limits.rest(wait);
      return { kind: 'later', tries: MOST_TRIES, why, ...(wait === undefined ? {} : { wait }) };
    }
    const lesson = status === 400 || status === 422 ? learn(words, request, used) : undefined;
    if (lesson !== undefined) {
      this.lose(used, lesson);
      return { kind: 'again' };
    }
    const unknown = status === 404 || /model/i.test(words);
    const known = unknown ? await knownModels(this.base, this.dialect.headers(this.parts.key())) : [];
    throw refusalOf({ model, status, words, known });
  }

  private lose(used: Abilities, lesson: Parameters<typeof withoutAbility>[2]): void {
    const next = withoutAbility(this.abilities, used, lesson);
    this.parts.onNote(LOST[lesson.without]);
    this.abilities = next;
  }
}

const PAGE = 'it is a web page';
