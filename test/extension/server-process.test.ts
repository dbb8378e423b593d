import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { startServer, type ServerProcess } from '../../src/extension/client/server-process';
import { discard } from '../fixtures/discard';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-process-'));
});
afterAll(() => discard(folder));

/** A log that keeps its lines. */
function log() {
  const lines: string[] = [];
  return {
    lines,
    info: (line: string) => void lines.push(`info ${line}`),
    error: (line: string) => void lines.push(`error ${line}`),
  };
}

/** A program that stands in the server's place, where the server itself would never do such a thing. */
function program(text: string): string {
  const file = join(folder, 'program.cjs');
  writeFileSync(file, text);
  return file;
}

const initialize = { processId: process.pid, rootUri: null, capabilities: {} };

function speak({ reader, writer }: ServerProcess) {
  const connection = createMessageConnection(reader, writer);
  connection.listen();
  return connection;
}

describe('the process of the language server', () => {
  test('is spoken with, and ends when it is told to', async () => {
    const written = log();
    const server = startServer(resolve('dist', 'language-server.cjs'), written);
    const connection = speak(server);
    const answer = await connection.sendRequest<{ capabilities: object }>('initialize', initialize);
    expect(answer.capabilities).toHaveProperty('hoverProvider', true);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await server.ended(20_000);
    expect(written.lines).toEqual(['info Language server: ended.']);
    // It has ended, so this is known at once.
    await server.ended(0);
    connection.dispose();
  });

  test('closes the connection when it crashes, and the log says how it ended', async () => {
    const written = log();
    const server = startServer(resolve('dist', 'language-server.cjs'), written);
    const connection = speak(server);
    const closed = new Promise<void>((done) => void connection.onClose(done));
    await connection.sendRequest('initialize', initialize);
    server.kill();
    await closed;
    await server.ended(20_000);
    expect(written.lines).toEqual(['error Language server: ended with SIGKILL.']);
  });

  test('what it writes besides messages is in the log, line by line', async () => {
    const written = log();
    const server = startServer(program('console.error("one\\ntwo"); process.exitCode = 3;'), written);
    await server.ended(20_000);
    await expect
      .poll(() => written.lines.toSorted())
      .toEqual(['error Language server: ended with code 3.', 'error one', 'error two']);
  });

  test('one that does not end is killed', async () => {
    const written = log();
    const server = startServer(program('setInterval(() => undefined, 1000);'), written);
    await server.ended(50);
    expect(written.lines).toEqual(['error Language server: ended with SIGKILL.']);
  });
});
