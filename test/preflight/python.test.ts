import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installCommand, isAtLeast, lackWords, lookForPython } from '../../src/engines';
import { checkEnginePython } from '../../src/preflight/checks/python';
import { pythonCandidates, upToWorkspace } from '../../src/rewards';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-python-')))));
afterEach(() => discard(root));

const file = () => join(root, 'a.curriculum.yaml');
const place = () => ({ file: file() });

/** An interpreter that answers the probe as a real one would, with packages of our choice. */
function standIn(
  folder: string,
  version: readonly number[],
  packages: Readonly<Record<string, string>>,
): string {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const path = join(folder, 'bin', 'python');
  const text = JSON.stringify({ version, packages });
  writeFileSync(path, `#!/bin/sh\necho "a start-up file prints this"\necho '${text}'\n`);
  chmodSync(path, 0o755);
  return path;
}

const TRL = {
  torch: '2.13.0+cpu',
  transformers: '5.18.0',
  trl: '1.13.0',
  accelerate: '1.15.0',
  datasets: '5.0.1',
  pillow: '11.0.0',
  jinja2: '3.1.6',
};

describe('what an environment lacks, in words', () => {
  it('names what is missing together, and each that is too old or too new with its version', () => {
    const lack = (name: string, version?: string) =>
      version === undefined ? { name, why: '' } : { name, version, why: `${name} is ${version}` };
    expect(lackWords([lack('trl')])).toBe('trl is missing');
    expect(lackWords([lack('trl', '0.9')])).toBe('trl is 0.9');
    expect(lackWords([lack('torch'), lack('trl', '0.9'), lack('ray'), lack('vllm')])).toBe(
      'torch, ray and vllm are missing, trl is 0.9',
    );
  });
});

describe('where Python is looked for', () => {
  it('takes the setting alone, then STAGECRAFT_PYTHON alone', () => {
    const asked = { command: '/x/python', source: 'setting' };
    expect(pythonCandidates([root], asked, { STAGECRAFT_PYTHON: '/y' })).toEqual([asked]);
    expect(pythonCandidates([root], undefined, { STAGECRAFT_PYTHON: '/y' })).toEqual([
      { command: '/y', source: 'STAGECRAFT_PYTHON' },
    ]);
  });

  it('takes the active environment before .venv, and only those that are there', () => {
    const active = join(root, 'active');
    standIn(active, [3, 11, 0], {});
    standIn(join(root, '.venv'), [3, 11, 0], {});
    const commands = pythonCandidates([root], undefined, {
      VIRTUAL_ENV: active,
      CONDA_PREFIX: join(root, 'gone'),
    }).map(({ command }) => command);
    expect(commands.slice(0, 2)).toEqual([
      join(active, 'bin', 'python'),
      join(root, '.venv', 'bin', 'python'),
    ]);
    expect(commands).not.toContain(join(root, 'gone', 'bin', 'python'));
    expect(commands).toContain('python3');
  });

  it('never looks above the workspace', () => {
    const inner = join(root, 'rewards', 'math');
    mkdirSync(inner, { recursive: true });
    mkdirSync(join(root, '.stagecraft'));
    expect(upToWorkspace(inner)).toEqual([inner, join(root, 'rewards'), root]);
    rmSync(join(root, '.stagecraft'), { recursive: true });
    expect(upToWorkspace(inner)).toEqual([inner]);
  });
});

describe('what an interpreter has', () => {
  it('reads version and packages of a real one', async () => {
    const look = await lookForPython({
      file: file(),
      root,
      least: [3, 8],
      packages: [{ name: 'pip' }, { name: 'no-such-package-of-anybody' }],
    });
    if (look.kind === 'none') throw new Error(look.tried.join('\n'));
    expect(look.environment.version[0]).toBe(3);
    expect(look.environment.packages.has('no-such-package-of-anybody')).toBe(false);
  });

  it('imports nothing of the workspace', async () => {
    writeFileSync(join(root, 'json.py'), 'raise SystemExit("imported")\n');
    const before = process.cwd();
    process.chdir(root);
    try {
      const look = await lookForPython({ file: file(), root, least: [3, 8], packages: [] });
      expect(look.kind).toBe('found');
    } finally {
      process.chdir(before);
    }
  });

  it('passes over one that is too old, and says what it tried', async () => {
    const old = standIn(join(root, 'old'), [3, 7, 1], {});
    const look = await lookForPython({ setting: old, file: file(), root, least: [3, 10], packages: [] });
    expect(look).toEqual({ kind: 'none', tried: [`${old} (\`python\` of the engine): Python 3.7.1`] });
  });

  it('compares versions by number', () => {
    expect(isAtLeast([1, 13], [1, 9])).toBe(true);
    expect(isAtLeast([1, 9], [1, 13])).toBe(false);
    expect(isAtLeast([2], [1, 13])).toBe(true);
    expect(isAtLeast([1, 13, 2], [1, 13])).toBe(true);
  });
});

describe('the Python of an engine', () => {
  const ask = (options: Readonly<Record<string, unknown>>) =>
    checkEnginePython({ engine: 'trl', options, file: file(), root, place: place() });

  it('is fine when every package is there', async () => {
    const python = standIn(join(root, 'env'), [3, 11, 2], TRL);
    const [interpreter, packages] = await ask({ python });
    expect(interpreter?.check).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('3.11.2') as string,
    });
    expect(packages?.check).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('trl 1.13.0') as string,
    });
  });

  it('names missing and outdated packages and the command that installs them', async () => {
    const { torch: _, ...rest } = TRL;
    const python = standIn(join(root, 'env'), [3, 11, 2], { ...rest, trl: '1.9.1' });
    const [, packages] = await ask({ python, adapter: 'qlora' });
    expect(packages?.problems[0]).toMatchObject({ code: 'SC527', severity: 'error' });
    const told = packages?.problems[0];
    expect(told?.message).toContain('torch, peft and bitsandbytes are missing');
    expect(told?.message).toContain('trl is 1.9.1, 1.13 or later is needed');
    expect(told?.hint).toMatch(/pip install .*torch "trl\[vlm\]>=1.13" peft bitsandbytes.*pytorch\.org/);
  });

  it('takes a path of the curriculum from the folder of the curriculum', async () => {
    standIn(join(root, '.venv'), [3, 11, 2], TRL);
    const [interpreter] = await ask({ python: '.venv/bin/python' });
    expect(interpreter?.check.detail).toContain(join(root, '.venv', 'bin', 'python'));
  });

  it('says that there is none, and how to make one', async () => {
    const [interpreter, ...others] = await ask({ python: './nowhere/python' });
    expect(others).toEqual([]);
    expect(interpreter?.problems[0]).toMatchObject({ code: 'SC526', severity: 'error' });
    expect(interpreter?.problems[0]?.hint).toMatch(/`(uv venv --python 3.11|python3 -m venv) .*\.venv`/);
  });

  it('asks for none where the engine needs none', async () => {
    expect(
      await checkEnginePython({ engine: 'embedded', options: {}, file: file(), root, place: place() }),
    ).toEqual([]);
  });

  it('quotes what a shell would read', () => {
    expect(installCommand('/my env/python', [{ name: 'ray', install: 'ray[default]' }], {})).toBe(
      '"/my env/python" -m pip install "ray[default]"',
    );
  });

  it.runIf(process.platform !== 'win32')('leaves nothing in a path for a shell to carry out', () => {
    const path = '/w/$(touch x)/`id`/"q"\\p/python';
    const line = installCommand(path, [], {}).replace(' -m pip install', '');
    expect(execFileSync('sh', ['-c', `printf %s ${line}`], { encoding: 'utf8' }).trim()).toBe(path);
  });
});
