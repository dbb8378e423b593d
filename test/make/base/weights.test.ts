import { cpSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerFiles } from '../../../src/make/answer';
import { weightsOf } from '../../../src/make/base/weights';
import { rateFile } from '../../../src/make/rate/file';
import { FIXED } from '../rate/support';
import { makeContext, workspace, write } from '../support/context';

/** A folder as models lie in it, its weights larger than what is read whole. */
function modelIn(root: string, name: string): string {
  const folder = join(root, name);
  write(join(folder, 'config.json'), '{"layers": 2}');
  write(join(folder, 'tokenizer.json'), '{}');
  write(join(folder, 'model.safetensors'), Buffer.alloc(2 * 1024 * 1024, 1));
  return folder;
}

const asked = async (root: string, path: string): Promise<readonly string[]> => {
  const difficulty = { ...FIXED, by: 'base' };
  const context = await makeContext({
    root,
    make: { answer_with: ['base'] },
    difficulty,
    curriculum: { model: { kind: 'folder', path } },
  });
  const [answers] = await answerFiles(context);
  const rates = await rateFile(context, difficulty, { text: '', messages: () => [] });
  return [answers?.path ?? '', rates];
};

describe('the model in a folder', () => {
  it('that gets other weights is another: nothing that the old one said is taken for its own', async () => {
    const root = workspace();
    const folder = modelIn(root, 'model');
    const before = await asked(root, folder);
    expect(await asked(root, folder)).toEqual(before);
    const weights = join(folder, 'model.safetensors');
    const { mtimeMs } = statSync(weights);
    writeFileSync(weights, Buffer.alloc(2 * 1024 * 1024, 2));
    utimesSync(weights, mtimeMs / 1000 + 5, mtimeMs / 1000 + 5);
    const after = await asked(root, folder);
    for (const [i, file] of after.entries()) expect(file).not.toBe(before[i]);
  });

  it('is another with another configuration, and the same when that was only touched', async () => {
    const root = workspace();
    const folder = modelIn(root, 'model');
    const model = { kind: 'folder', path: folder } as const;
    const before = await weightsOf(model);
    const config = join(folder, 'config.json');
    const text = readFileSync(config);
    utimesSync(config, 1, 1);
    writeFileSync(join(folder, '.lock'), 'hidden');
    expect(await weightsOf(model)).toBe(before);
    // Of the same length.
    writeFileSync(config, text.toString().replace('2', '3'));
    expect(await weightsOf(model)).not.toBe(before);
    writeFileSync(config, text);
    expect(await weightsOf(model)).toBe(before);
    write(join(folder, 'adapter.safetensors'), 'x');
    expect(await weightsOf(model)).not.toBe(before);
  });

  it('may move with its times', async () => {
    const root = workspace();
    const folder = modelIn(root, 'model');
    const moved = join(root, 'moved');
    cpSync(folder, moved, { recursive: true, preserveTimestamps: true });
    expect(await weightsOf({ kind: 'folder', path: moved })).toBe(
      await weightsOf({ kind: 'folder', path: folder }),
    );
  });

  it('is nothing that a name stands for, and must be there', async () => {
    expect(await weightsOf({ kind: 'preset', name: 'micro-vlm' })).toBeNull();
    await expect(weightsOf({ kind: 'folder', path: join(workspace(), 'none') })).rejects.toMatchObject({
      name: 'MakeError',
      message: expect.stringContaining('cannot be read (ENOENT)') as string,
    });
  });
});
