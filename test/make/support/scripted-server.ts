import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { completion, failure, FaultServer, json, type Received } from '../../endpoints/fault-server';

/** A request as a script sees it. */
export interface ScriptedRequest {
  /** From 0, in the order of arrival. */
  readonly number: number;
  readonly model: string;
  /** All text of the request, messages one after another. */
  readonly text: string;
  /** Text of the system message, or empty. */
  readonly system: string;
  /** Text of the last message of the user. */
  readonly user: string;
  /** SHA-256 (hexadecimal) of the bytes of each image, in order. */
  readonly images: readonly string[];
  /** Name of the JSON Schema that was asked for. */
  readonly schema?: string;
  /** Answers wanted. */
  readonly n: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly headers: Received['headers'];
  readonly body: Received['body'];
}

/** What a server does wrong. */
export type ScriptedFault =
  /** An error of HTTP. */
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Never answers. */
  | { readonly fault: 'hang' }
  /** Answers with half of a reply and breaks the connection. */
  | { readonly fault: 'cut' }
  /** Breaks every connection and listens no more. */
  | { readonly fault: 'die' }
  /** Something that is no chat reply, sent as it is with status 200. */
  | { readonly raw: string; readonly type?: string }
  /** An answer cut off at the limit of tokens. */
  | { readonly truncated: string };

/** A text; several, one an answer (`n`); or what goes wrong. */
export type ScriptedReply = string | readonly string[] | ScriptedFault;

export interface Script {
  readonly reply: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>;
  /** Milliseconds before each answer. */
  readonly delay?: number;
}

export interface Scripted {
  /** With `/v1`. */
  readonly url: string;
  /** What was asked so far; grows. */
  readonly requests: readonly ScriptedRequest[];
  /** Most requests that were in flight at once. */
  readonly most: () => number;
  /** Ends it; again is fine. */
  readonly stop: () => Promise<void>;
}

/**
 * A stand-in for a server of chat models (OpenAI's API): no model is behind it, its answers are a function of the
 * request. A request for n answers with one text gets that text n times. Stopped by itself after the test.
 */
export async function startScripted(script: Script): Promise<Scripted> {
  const requests: ScriptedRequest[] = [];
  let stopped: Promise<void> | undefined;
  const server = await FaultServer.start(async (response, received, number) => {
    const request = readRequest(received, number);
    requests.push(request);
    // The fault server's own list would hold every image of a long test twice.
    server.received[number] = { ...received, body: {} };
    const reply = await script.reply(request);
    if (script.delay !== undefined) await sleep(script.delay);
    if (stopped === undefined) answer(response, reply, request, stop);
  });
  const stop = (): Promise<void> => (stopped ??= server.close());
  closing.push(stop);
  return { url: server.url, requests, most: () => server.mostInFlight, stop };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of closing.splice(0)) await stop();
});

function answer(
  response: ServerResponse,
  reply: ScriptedReply,
  request: ScriptedRequest,
  stop: () => Promise<void>,
): void {
  if (typeof reply === 'string') {
    json(response, completion(...Array.from({ length: request.n }, () => reply)));
  } else if (isTexts(reply)) {
    json(response, completion(...reply));
  } else if ('status' in reply) {
    json(response, failure(reply.message ?? `status ${reply.status}`), reply.status, reply.headers);
  } else if ('raw' in reply) {
    response.writeHead(200, { 'content-type': reply.type ?? 'application/json' });
    response.end(reply.raw);
  } else if ('truncated' in reply) {
    const message = { role: 'assistant', content: reply.truncated };
    json(response, { ...completion(), choices: [{ index: 0, message, finish_reason: 'length' }] });
  } else if (reply.fault === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write('{"choices": [{"message": {"content": "', () => response.destroy());
  } else if (reply.fault === 'die') {
    void stop();
  }
}

const isTexts = (reply: ScriptedReply): reply is readonly string[] => Array.isArray(reply);

/** A million characters and more, as a model in a loop writes them. */
export const LONG_TEXT = 'the shape is red and the shape is blue; '.repeat(27_000);

interface Message {
  readonly role: string;
  readonly content:
    string | readonly { readonly text?: string; readonly image_url?: { readonly url: string } }[];
}

function readRequest({ body, headers }: Received, number: number): ScriptedRequest {
  const messages = (body.messages ?? []) as readonly Message[];
  const textOf = ({ content }: Message): string =>
    typeof content === 'string' ? content : content.flatMap(({ text }) => text ?? []).join('\n');
  const images = messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap(({ image_url: image }) => image?.url ?? []),
  );
  const ofRole = (role: string): string => {
    const last = messages.filter((message) => message.role === role).at(-1);
    return last === undefined ? '' : textOf(last);
  };
  const format = body.response_format as { readonly json_schema?: { readonly name: string } } | undefined;
  const schema = format?.json_schema?.name;
  return {
    number,
    model: typeof body.model === 'string' ? body.model : '',
    text: messages.map(textOf).join('\n'),
    system: ofRole('system'),
    user: ofRole('user'),
    images: images.map(digestOf),
    n: typeof body.n === 'number' ? body.n : 1,
    headers,
    body,
    ...(schema === undefined ? {} : { schema }),
    ...(typeof body.temperature === 'number' ? { temperature: body.temperature } : {}),
    ...(typeof body.max_tokens === 'number' ? { maxTokens: body.max_tokens } : {}),
  };
}

const digestOf = (url: string): string =>
  createHash('sha256')
    .update(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
    .digest('hex');
