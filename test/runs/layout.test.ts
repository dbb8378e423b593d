import { basename, dirname, join, win32 } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fileName, runFolderName, stageFolder, stageFolderName } from '../../src/runs/folder/layout';
import { argvWithoutSecrets, withoutSecrets } from '../../src/runs/folder/secrets';

const name = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', ':', ' ', 'a', 'Ü', '\0', '-', '漢') }),
  fc.constantFrom('con', 'NUL', 'nul.txt', 'com1', '..', '.', '', 'a/../../b', 'C:\\x', 'x'.repeat(300)),
);

describe('names of run folders', () => {
  const now = new Date('2026-11-22T14:55:46.123Z');

  it('carry time, name, variant and four hex digits', () => {
    expect(runFolderName('qwen3 vl/8b', undefined, now)).toMatch(/^20261122-145546-qwen3-vl-8b-[0-9a-f]{4}$/);
    expect(runFolderName('shape', 'merged', now)).toMatch(/^20261122-145546-shape-merged-[0-9a-f]{4}$/);
  });

  it('are one folder on every system, whatever the curriculum is called', () => {
    fc.assert(
      fc.property(name, fc.option(name, { nil: undefined }), (curriculum, variant) => {
        const folder = runFolderName(curriculum, variant, now);
        expect(folder).toBe(basename(folder));
        expect(folder).toBe(win32.basename(folder));
        expect(folder).toMatch(/^20261122-145546-[\p{L}\p{N}_.-]*[0-9a-f]{4}$/u);
        expect(folder.length).toBeLessThan(130);
      }),
    );
  });

  it('sorted by name are sorted by time', () => {
    const times = fc.date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, times, (a, b) => {
        fc.pre(Math.floor(a.getTime() / 1000) < Math.floor(b.getTime() / 1000));
        expect(runFolderName('x', undefined, a) < runFolderName('x', undefined, b)).toBe(true);
      }),
    );
  });
});

describe('folders of stages', () => {
  it('are called like the stage where a file system allows', () => {
    for (const id of ['see', 'see-and-think', 'Stage_2', 'größe']) expect(stageFolderName(id)).toBe(id);
  });

  it('never leave the run folder, are never a device, and differ for different ids', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const run = join('/runs', 'one');
        expect(dirname(stageFolder(run, a))).toBe(join(run, 'stages'));
        expect(stageFolderName(a)).not.toMatch(/^(con|nul|com1)(\.|$)|[. ]$|^\.{0,2}$/i);
        if (a !== b) expect(stageFolderName(a)).not.toBe(stageFolderName(b));
      }),
    );
  });

  it('are what is left of a name, readable', () => {
    expect(fileName('  My  run: v2.0! ')).toBe('My-run-v2.0');
    expect(stageFolderName('a/b')).toMatch(/^a-b-[0-9a-f]{8}$/);
  });
});

describe('secrets', () => {
  it('are masked in environments, settings that only sound like them in arguments are not', () => {
    expect(
      withoutSecrets({ HF_TOKEN: 'a', OPENAI_API_KEY: 'b', PATH: '/bin', TOKENIZERS_PARALLELISM: '0' }),
    ).toEqual({
      HF_TOKEN: '***',
      OPENAI_API_KEY: '***',
      PATH: '/bin',
      TOKENIZERS_PARALLELISM: '0',
    });
    const argv = [
      'run',
      '--api-key',
      'x',
      '--api-key=y',
      'judge.api_key=z',
      '--max-tokens=5',
      'max_tokens=5',
      '--token',
    ];
    expect(argvWithoutSecrets(argv)).toEqual([
      'run',
      '--api-key',
      '***',
      '--api-key=***',
      'judge.api_key=***',
      '--max-tokens=5',
      'max_tokens=5',
      '--token',
    ]);
  });
});
