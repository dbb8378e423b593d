import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { weightsFault } from '../../../src/engines/easyr1/companion/weights';
import { treeOf } from '../../../src/engines/easyr1/tree';
import { headTime } from '../../../src/engines/rows/git-head';
import { visionOf } from '../../../src/engines/rows/vision-of';
import { listCheckpoints } from '../../../src/engines/trl/checkpoints';
import { discard } from '../../fixtures/discard';

const root = mkdtempSync(join(tmpdir(), 'stagecraft-files-'));
afterAll(() => discard(root));

function folder(name: string): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  return path;
}
const pipe = (path: string): void => void execFileSync('mkfifo', [path]);

/** Fails where the work waits for a pipe that nobody writes to, or goes over a text again and again. */
const soon = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it takes too long')), 8_000)),
  ]);

describe.skipIf(process.platform === 'win32')('a model folder of a stranger', () => {
  it.each(['pipe', 'device'])('with a %s for a configuration is read to no end', async (kind) => {
    const path = folder(`vision-${kind}`);
    if (kind === 'pipe') pipe(join(path, 'config.json'));
    else symlinkSync('/dev/zero', join(path, 'config.json'));
    expect(await soon(visionOf({ kind: 'folder', path }))).toBeUndefined();
  });

  it.each(['model.safetensors', 'model.safetensors.index.json'])('with a pipe for %s', async (name) => {
    const path = folder(`weights-${name}`);
    writeFileSync(join(path, 'config.json'), '{}');
    pipe(join(path, name));
    expect(await soon(weightsFault(path))).toContain(name);
  });

  it('with an index of very many tensors', async () => {
    const path = folder('index');
    writeFileSync(join(path, 'config.json'), '{}');
    const map = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`t${i}`, 'a.safetensors']));
    writeFileSync(join(path, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
    expect(await soon(weightsFault(path))).toContain('a.safetensors is missing');
  });

  it('with one file of very many tensors, which is whole', async () => {
    const path = folder('tensors');
    writeFileSync(join(path, 'config.json'), '{}');
    const entry = { dtype: 'F32', shape: [], data_offsets: [0, 4] };
    const tensors = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`t${i}`, entry]));
    const header = Buffer.from(JSON.stringify(tensors));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(path, 'model.safetensors'), Buffer.concat([length, header, Buffer.alloc(4)]));
    expect(await weightsFault(path)).toBeUndefined();
  });

  it('with a checkout of EasyR1 whose files are pipes, or line breaks alone', async () => {
    const git = folder('checkout/.git');
    pipe(join(git, 'HEAD'));
    expect(await soon(headTime(join(root, 'checkout')))).toBeUndefined();
    const objects = folder('packed/.git');
    writeFileSync(join(objects, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(objects, 'packed-refs'), `${'../'.repeat(13)}x refs/heads/main\n`);
    expect(await soon(headTime(join(root, 'packed')))).toBeUndefined();
    const reward = folder('verl/workers/reward');
    writeFileSync(join(reward, 'config.py'), '\n'.repeat(400_000));
    expect(await soon(treeOf(join(root, 'verl')))).toBe('newest');
  }, 60_000);

  it('with a state of a checkpoint that is spaces, and one that is a pipe', async () => {
    const stage = folder('stage');
    const first = folder('stage/checkpoints/checkpoint-1');
    writeFileSync(
      join(first, 'trainer_state.json'),
      `{"global_step": 1, "loss": NaN,${' '.repeat(400_000)}"x": -Infinity}`,
    );
    writeFileSync(join(first, 'model.safetensors'), 'x');
    const second = folder('stage/checkpoints/checkpoint-2');
    pipe(join(second, 'trainer_state.json'));
    const found = await soon(listCheckpoints(stage));
    expect(found.map(({ step }) => step)).toEqual([1]);
  }, 60_000);
});
