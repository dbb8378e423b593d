import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { EndpointError, openChat, type ChatClient, type ChatOptions } from '../../src/endpoints';
import type { ChatRequest, ModelChoice } from '../../src/protocol';
import { FaultServer, type Act } from './fault-server';
import { discard } from '../fixtures/discard';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export async function serve(act: Act): Promise<FaultServer> {
  const server = await FaultServer.start(act);
  closing.push(() => server.close());
  return server;
}

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'stagecraft-endpoints-'));
  closing.push(() => discard(made));
  return made;
}

export const choice = (url: string, extra: Partial<ModelChoice> = {}): ModelChoice => ({
  id: 'judge',
  title: 'judge',
  api: 'openai',
  url,
  model: 'm',
  ...extra,
});

export const open = (
  url: string,
  options: Partial<ChatOptions> = {},
  extra: Partial<ModelChoice> = {},
): ChatClient => openChat(choice(url, extra), { keys: () => undefined, ...options });

export const request = (text: string, extra: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
  maxTokens: 16,
  temperature: 1,
  ...extra,
});

export const texts = async (client: ChatClient, of: ChatRequest): Promise<readonly string[]> =>
  (await client.ask(of)).answers.map(({ text }) => text);

/** The error that asking ends in. */
export async function refused(asking: Promise<unknown>): Promise<EndpointError> {
  try {
    await asking;
  } catch (error) {
    if (error instanceof EndpointError) return error;
    throw error;
  }
  throw new Error('It was answered.');
}
