import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedEngine } from '../../../src/engines';
import type { RunnerContext } from '../../../src/engines/embedded/runner/context';
import { work } from '../../../src/engines/embedded/runner/work';
import type { EngineEvent, Prediction } from '../../../src/protocol';
import { makeWorkspace, type Workspace } from '../support/workspace';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.remove());

/** Runs predictions in this process; the events. */
async function predict(output: string, arms?: { k: number }, limit?: number): Promise<EngineEvent[]> {
  const plan = workspace.plan();
  const launch = await embeddedEngine.predict({
    plan,
    root: workspace.folder,
    output,
    ...(arms === undefined ? {} : { arms }),
    ...(limit === undefined ? {} : { limit }),
  });
  for (const [path, text] of Object.entries(launch.files)) await writeFile(path, text);
  const events: EngineEvent[] = [];
  const context: RunnerContext = {
    emit: (event) => void events.push(event),
    log: () => undefined,
    stopRequested: () => false,
  };
  expect(await work(launch.argv[2]!, context)).toBe(0);
  return events;
}

const read = async (path: string): Promise<Prediction[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Prediction);

describe('predictions', () => {
  it('answer every held-out row once, greedily', async () => {
    const output = join(workspace.folder, 'greedy.jsonl');
    const events = await predict(output);
    const lines = await read(output);
    expect(lines.map(({ row }) => row)).toEqual(Array.from({ length: 8 }, (_, i) => `val-${i}`));
    expect(
      lines.every(
        ({ arm, greedy, samples }) => arm === 'image' && greedy !== undefined && samples.length === 0,
      ),
    ).toBe(true);
    expect(events.at(-1)).toEqual({ type: 'finished', step: 0, reason: 'steps' });
    expect(events.filter(({ type }) => type === 'progress')).not.toHaveLength(0);
  });

  it('answer rows with an image under every arm, and others as they are', async () => {
    const output = join(workspace.folder, 'arms.jsonl');
    await predict(output, { k: 3 });
    const lines = await read(output);
    const arms = (row: string) => lines.filter((line) => line.row === row).map(({ arm }) => arm);
    expect(arms('val-0').sort()).toEqual(['both', 'description', 'image', 'neither', 'own-description']);
    expect(arms('val-1')).toEqual(['image']);
    for (const line of lines) {
      expect(line.samples).toHaveLength(3);
      expect(line.greedy !== undefined).toBe(line.arm === 'image');
      expect(line.description !== undefined).toBe(
        ['description', 'own-description', 'both'].includes(line.arm),
      );
    }
    expect(lines.find(({ row, arm }) => row === 'val-2' && arm === 'both')!.description).toBe('2 red.');
    expect(lines[0]!.images).toEqual([join(workspace.folder, 'data', '0.png')]);
  });

  it('answer as many rows as asked, drawn by the seed and in their order', async () => {
    const output = join(workspace.folder, 'limited.jsonl');
    await predict(output, undefined, 3);
    const rows = (await read(output)).map(({ row }) => row);
    expect(rows).toHaveLength(3);
    expect(rows).toEqual([...rows].sort());
    const again = join(workspace.folder, 'limited-again.jsonl');
    await predict(again, undefined, 3);
    expect((await read(again)).map(({ row }) => row)).toEqual(rows);
  });

  it('tell how many rows do not fit the model', async () => {
    const long = await makeWorkspace((row) => ({
      ...row,
      problem: `${'0 '.repeat(30)}${String(row.problem)}`,
      images: ['1.png', '2.png'],
    }));
    try {
      const output = join(long.folder, 'long.jsonl');
      const launch = await embeddedEngine.predict({ plan: long.plan(), root: long.folder, output });
      const [[spec, text] = ['', '']] = Object.entries(launch.files);
      await writeFile(spec, text);
      const events: EngineEvent[] = [];
      const context = { emit: (event: EngineEvent) => void events.push(event), log: () => undefined };
      expect(await work(spec, { ...context, stopRequested: () => false })).toBe(0);
      const findings = events.flatMap((event) => (event.type === 'finding' ? [event] : []));
      expect(findings.map(({ id }) => id)).toEqual(['prompt-cut', 'images-composed']);
      expect(findings.map(({ message }) => message.slice(0, 15))).toEqual([
        '8 held-out rows',
        '8 held-out rows',
      ]);
    } finally {
      await long.remove();
    }
  });

  it('go on after an interruption and come to the same answers', async () => {
    const output = join(workspace.folder, 'arms.jsonl');
    const whole = await readFile(output, 'utf8');
    const lines = whole.split('\n');
    const part = join(workspace.folder, 'part.jsonl');
    await writeFile(part, `${lines.slice(0, 7).join('\n')}\n${lines[7]!.slice(0, 20)}`);
    await predict(part, { k: 3 });
    const sorted = (predictions: Prediction[]) => predictions.map((p) => JSON.stringify(p)).sort();
    expect(sorted(await read(part))).toEqual(sorted(await read(output)));
  });
});
