import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MakeError, makeDataset } from '../../../src/make';
import { requireOwnFolder } from '../../../src/make/own-folder';
import { makeContext, workspace, write } from '../support/context';

describe('the folder that a make writes into', () => {
  it('is refused where rows of somebody else stand, and they stay', async () => {
    const context = await makeContext();
    const { to } = context.made;
    const theirs = write(join(to, 'val.jsonl'), '{"theirs":true}\n');
    await expect(makeDataset(context)).rejects.toThrow('holds val.jsonl that no make has written');
    expect(existsSync(theirs)).toBe(true);
    expect(existsSync(join(to, '.make'))).toBe(false);
    // What a make that was cut short has left is its own.
    mkdirSync(join(to, '.make'));
    await requireOwnFolder(context);
  });

  it('lies where a curriculum may read, links followed', async () => {
    const context = await makeContext();
    const outside = workspace();
    await requireOwnFolder(context);
    const at = (to: string, folders: readonly string[] = []) =>
      requireOwnFolder({
        root: context.root,
        curriculum: { ...context.curriculum, folders },
        made: { ...context.made, to },
      });
    await expect(at(outside)).rejects.toThrow(MakeError);
    await expect(at('/')).rejects.toThrow('outside the declared folders');
    await expect(at(join(context.root, '..', 'beside'))).rejects.toThrow(MakeError);
    await at(join(outside, 'new', 'deeper'), [outside]);
    await at(join(outside, 'absent', 'deeper'), [join(outside, 'absent')]);
    symlinkSync(outside, join(context.root, 'away'));
    await expect(at(join(context.root, 'away', 'new', 'deeper'))).rejects.toThrow('symbolic link');
    mkdirSync(context.made.to, { recursive: true });
    symlinkSync(outside, join(context.made.to, '.make'));
    await expect(at(context.made.to)).rejects.toThrow('symbolic link');
  });
});
