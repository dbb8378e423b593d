import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callbook } from '../../../src/extension/process/calls';
import { startProcess } from '../../../src/extension/process/process';
import type { FromMonitor, MonitorCalls } from '../../../src/protocol';
import { discard } from '../../fixtures/discard';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagecraft-monitor-process-'));
});
afterAll(() => discard(folder));

/** A program in the monitor's place, where the monitor itself would never do such a thing. */
function program(name: string, text: string): string {
  const file = join(folder, `${name}.cjs`);
  writeFileSync(file, text);
  return file;
}

function listen() {
  const messages: FromMonitor[] = [];
  const lines: string[] = [];
  const ends: string[] = [];
  return {
    messages,
    lines,
    ends,
    message: (message: FromMonitor) => void messages.push(message),
    line: (line: string) => void lines.push(line),
    ended: (how: string) => void ends.push(how),
  };
}

const ECHO = `process.on('message', ({ id, params }) => process.send({ type: 'answer', id, result: params }));`;

describe('a process', () => {
  test('typed arrays travel as they are, both ways', async () => {
    const heard = listen();
    const monitor = startProcess(program('echo', ECHO), {}, heard);
    const sent = { run: new Float64Array([1, NaN, 3]) as unknown as string };
    await monitor.send({ id: 7, call: 'detail', params: sent });
    await expect.poll(() => heard.messages).toHaveLength(1);
    expect(heard.messages[0]).toEqual({ type: 'answer', id: 7, result: sent });
    monitor.kill();
    await new Promise((done) => setTimeout(done, 100));
    // Who ends it needs not be told.
    expect(heard.ends).toEqual([]);
  });

  test('has the variables that it is given, and is Node whatever the editor is', async () => {
    const heard = listen();
    const text = `process.send({ type: 'answer', id: 1, result: [process.env.STAGECRAFT_PYTHON, process.env.ELECTRON_RUN_AS_NODE] });`;
    startProcess(program('environment', text), { STAGECRAFT_PYTHON: '/p', ELECTRON_RUN_AS_NODE: '0' }, heard);
    await expect.poll(() => heard.messages).toEqual([{ type: 'answer', id: 1, result: ['/p', '1'] }]);
  });

  test('its end is told once, with how, and its lines are heard', async () => {
    const heard = listen();
    startProcess(
      program('end', `console.error('one'); process.exitCode = 3; process.disconnect();`),
      {},
      heard,
    );
    await expect.poll(() => heard.ends.length).toBe(1);
    await expect.poll(() => heard.lines).toEqual(['one']);
    await new Promise((done) => setTimeout(done, 100));
    expect(heard.ends).toHaveLength(1);
  });

  test('a bundle that is not there is an end like any other', async () => {
    const heard = listen();
    startProcess(join(folder, 'missing.cjs'), {}, heard);
    await expect.poll(() => heard.ends).toEqual(['code 1']);
  });

  test('one that is gone cannot be asked', async () => {
    const heard = listen();
    const monitor = startProcess(program('gone', 'process.exit(0)'), {}, heard);
    await expect.poll(() => heard.ends.length).toBe(1);
    await expect(monitor.send({ id: 1, call: 'devices', params: {} })).rejects.toThrow();
  });
});

describe('calls', () => {
  const toError = ({ message }: { readonly message: string }) => new Error(message);

  test('each answer reaches who asked, in any order; failures and strangers, too', async () => {
    const sent: number[] = [];
    const calls = callbook<MonitorCalls>(({ id }) => Promise.resolve(void sent.push(id)), toError);
    const first = calls.ask('detail', { run: 'a' });
    const second = calls.ask('stop', { run: 'b' });
    const third = calls.ask('files', { run: 'c' });
    const [a = 0, b = 0, c = 0] = sent;
    calls.answer(99, 'nobody');
    calls.answer(c, []);
    calls.fail(b, { message: 'not live' });
    calls.answer(a, { summary: 1 });
    calls.answer(a, 'again');
    expect(await third).toEqual([]);
    await expect(second).rejects.toThrow('not live');
    expect(await first).toEqual({ summary: 1 });
  });

  test('when the process is gone every caller hears of it, those that come later as well', async () => {
    const calls = callbook<MonitorCalls>(() => Promise.resolve(), toError);
    const waiting = calls.ask('devices', {});
    calls.close(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(calls.ask('devices', {})).rejects.toThrow('gone');
  });

  test('a message that cannot be sent is a failure of its call alone', async () => {
    let broken = true;
    const calls = callbook<MonitorCalls>(
      () => (broken ? Promise.reject(new Error('pipe')) : Promise.resolve()),
      toError,
    );
    await expect(calls.ask('devices', {})).rejects.toThrow('pipe');
    broken = false;
    const next = calls.ask('devices', {});
    calls.answer(2, { devices: [], gpus: [] });
    expect(await next).toEqual({ devices: [], gpus: [] });
  });
});
