import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';

import { readRun, readRunManifest } from '../../src/runs';
import { replaceFile } from '../../src/runs/folder/atomic';
import { LineFile } from '../../src/runs/folder/line-file';
import { readStatus, readStatusSync } from '../../src/runs/folder/state';
import { parseEvent } from '../../src/runs/read/event';
import { reserveSpace } from '../../src/runs/supervisor/reserve';
import { discard } from '../fixtures/discard';

const folder = mkdtempSync(join(tmpdir(), 'stagecraft-files-'));
afterAll(() => discard(folder));

describe('a pipe in place of a file', () => {
  it.runIf(process.platform !== 'win32')('is not waited for', async () => {
    const odd = join(folder, 'odd');
    mkdirSync(odd);
    execFileSync('mkfifo', [join(odd, 'state.json')]);
    expect((await readStatus(odd)).ok).toBe(false);
    expect(readStatusSync(odd).ok).toBe(false);
  });
});

describe('a file that grows by lines', () => {
  it('closes a torn last line before it goes on', () => {
    const path = join(folder, 'torn.jsonl');
    writeFileSync(path, '{"a":1}\n{"a":');
    const file = new LineFile(path);
    file.append('{"a":2}\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"a":\n{"a":2}\n');
  });

  it('goes on where it was after a write that failed half-way', () => {
    if (process.platform !== 'linux') {
      console.warn('NOT RUN: /dev/full is only on Linux');
      return;
    }
    const file = new LineFile('/dev/full');
    expect(() => file.append('x\n')).toThrow(/ENOSPC/);
    file.close();
  });
});

describe('space kept back', () => {
  it('is given back once, also where the folder takes no changes any more', () => {
    const reserve = reserveSpace(folder);
    const path = join(folder, '.reserve');
    expect(statSync(path).size).toBeGreaterThan(100_000);
    reserve.release();
    expect(existsSync(path)).toBe(false);
    mkdirSync(path); // removing it as a file fails, as it does in a folder that is read-only
    expect(() => reserve.release()).not.toThrow();
    rmSync(path, { recursive: true });
  });
});

describe('replacing a file', () => {
  it('shows every reader the old text or the new one, never a part', async () => {
    const path = join(folder, 'replaced.json');
    const texts = ['a'.repeat(300_000), 'b'.repeat(200_000)];
    await replaceFile(path, texts[0]!);
    const writing = { over: false };
    const writer = (async () => {
      for (let i = 0; i < 20; i += 1) await replaceFile(path, texts[i % 2]!);
      writing.over = true;
    })();
    let looks = 0;
    while (!writing.over) {
      expect(texts.includes(readFileSync(path, 'utf8'))).toBe(true);
      looks += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writer;
    expect(looks).toBeGreaterThan(20);
  });

  it('leaves the old file and nothing else when it fails', async () => {
    const path = join(folder, 'nowhere', 'x.json');
    await expect(replaceFile(path, 'x')).rejects.toThrow(/ENOENT/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('files that anybody may have written', () => {
  it('are never thrown at the reader, whatever they hold', async () => {
    const dir = mkdtempSync(join(folder, 'run-'));
    const junk = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom('', '{', 'null', '[]', '{"__proto__":{}}', '{"format":1}', '9'.repeat(400)),
    );
    await fc.assert(
      fc.asyncProperty(junk, junk, async (state, manifest) => {
        writeFileSync(join(dir, 'state.json'), state);
        writeFileSync(join(dir, 'run.json'), manifest);
        const reading = await readRun(dir);
        expect(reading.ok).toBe(false);
        if (!reading.ok) expect(reading.reason).toMatch(/^state\.json/);
        expect((await readRunManifest(dir)).ok).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('are refused when they are far too large, folders, or links to nowhere', async () => {
    const dir = mkdtempSync(join(folder, 'large-'));
    writeFileSync(join(dir, 'state.json'), '');
    truncateSync(join(dir, 'state.json'), 5 * 2 ** 20);
    const reading = await readStatus(dir);
    expect(!reading.ok && reading.reason).toMatch(/larger \(5242880 bytes\) than such a file can be/);
    expect(await readRun(join(folder, 'missing'))).toMatchObject({
      ok: false,
      reason: 'run.json is missing',
    });
  });

  it('lines of events are events or nothing', () => {
    const time = '2026-11-22T14:55:46.123Z';
    const metric = { time, stage: 'see', type: 'metric', step: 3, values: { loss: 0.5, odd: null } };
    expect(parseEvent(JSON.stringify(metric))).toEqual(metric);
    for (const wrong of [
      { ...metric, step: -1 },
      { ...metric, values: { loss: '0.5' } },
      { ...metric, type: 'toString' },
      { ...metric, time: undefined },
      { ...metric, stage: 7 },
      [metric],
    ]) {
      expect(parseEvent(JSON.stringify(wrong))).toBeUndefined();
    }
    const line = fc.oneof(fc.json(), fc.string());
    fc.assert(fc.property(line, (text) => void parseEvent(text)));
  });
});
