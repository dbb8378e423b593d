import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installCommand, lookForPython, torchNote } from '../../../src/engines';
import { candidatesOf } from '../../../src/engines/python/candidates';
import { PYTHON_REQUIREMENTS, requirementsOf } from '../../../src/engines/python/requirements';
import { discard } from '../../fixtures/discard';

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-find-python-')))));
afterEach(() => discard(root));

const WANTED = [{ name: 'torch' }, { name: 'trl', least: [1, 13], install: 'trl[vlm]' }] as const;

/** An interpreter that answers the probe as a real one would, with packages of our choice. */
function standIn(path: string, packages: Readonly<Record<string, string>>): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify({ version: [3, 11, 1], packages })}'\n`);
  chmodSync(path, 0o755);
  return path;
}

const where = (env: NodeJS.ProcessEnv = {}, setting?: string) => ({
  file: join(root, 'a', 'c.curriculum.yaml'),
  root,
  env: { PATH: '/usr/bin:/bin', ...env },
  ...(setting === undefined ? {} : { setting }),
});
const look = (env: NodeJS.ProcessEnv = {}, setting?: string) =>
  lookForPython({ ...where(env, setting), least: [3, 10], packages: WANTED });

async function commands(env: NodeJS.ProcessEnv, setting?: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { command, source } of candidatesOf(where(env, setting)))
    found.push(`${command} (${source})`);
  return found;
}

describe('the search for an interpreter', () => {
  it('goes from what is near to what is anywhere, and a name on its own stands alone', async () => {
    const active = standIn(join(root, 'active', 'bin', 'python'), {});
    const own = standIn(join(root, 'a', '.venv', 'bin', 'python'), {});
    const shared = standIn(join(root, '.venv', 'bin', 'python'), {});
    const conda = standIn(join(root, 'conda', 'envs', 'vlm', 'bin', 'python'), {});
    const env = {
      VIRTUAL_ENV: join(root, 'active'),
      STAGECRAFT_EDITOR_PYTHON: '/opt/chosen/python',
      CONDA_EXE: join(root, 'conda', 'bin', 'conda'),
    };
    const found = await commands(env);
    expect(found.slice(0, 4)).toEqual([
      `${active} (VIRTUAL_ENV)`,
      `${own} (.venv in ${join(root, 'a')})`,
      `${shared} (.venv in ${root})`,
      '/opt/chosen/python (chosen in the Python extension)',
    ]);
    expect(found).toContain(`${conda} (conda environment vlm)`);
    expect(found.at(-1)).toMatch(/on the path/);
    expect(await commands({ ...env, STAGECRAFT_PYTHON: '/named' })).toEqual(['/named (STAGECRAFT_PYTHON)']);
    expect(await commands({ ...env, STAGECRAFT_PYTHON: '/named' }, 'b/python')).toEqual([
      `${join(root, 'a', 'b', 'python')} (\`python\` of the engine)`,
    ]);
  });

  it('takes the first that has all packages, and says why it passed the others over', async () => {
    const bare = standIn(join(root, 'a', '.venv', 'bin', 'python'), { torch: '2.13.0' });
    const whole = standIn(join(root, '.venv', 'bin', 'python'), { torch: '2.13.0', trl: '1.14.1' });
    const found = await look();
    expect(found).toMatchObject({ kind: 'found', lacking: [], environment: { command: whole } });
    if (found.kind === 'found')
      expect(found.passedOver).toEqual([`${bare} (.venv in ${join(root, 'a')}): trl is missing`]);
  });

  it('takes the nearest with what it lacks where none has them all', async () => {
    const bare = standIn(join(root, 'a', '.venv', 'bin', 'python'), { trl: '1.9.0', torch: '2.13.0+cpu' });
    standIn(join(root, '.venv', 'bin', 'python'), {});
    const found = await look();
    expect(found).toMatchObject({ kind: 'found', environment: { command: bare } });
    if (found.kind === 'found')
      expect(found.lacking.map(({ why }) => why)).toEqual(['trl is 1.9.0, 1.13 or later is needed']);
  });

  it('looks no further than the one that is named', async () => {
    const named = standIn(join(root, 'named', 'python'), {});
    standIn(join(root, '.venv', 'bin', 'python'), { torch: '2.13.0', trl: '1.14.1' });
    expect(await look({ STAGECRAFT_PYTHON: named })).toMatchObject({
      environment: { command: named },
      lacking: [{ name: 'torch' }, { name: 'trl' }],
    });
  });
});

describe('the command that installs', () => {
  it('is that of uv where uv is', () => {
    const uv = standIn(join(root, 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv'), {});
    expect(installCommand('/v/python', WANTED, { PATH: dirname(uv) })).toBe(
      'uv pip install --python /v/python torch "trl[vlm]>=1.13"',
    );
    expect(installCommand('/v/python', WANTED, { PATH: root })).toBe(
      '/v/python -m pip install torch "trl[vlm]>=1.13"',
    );
    expect(torchNote(WANTED)).toContain('CUDA');
    expect(torchNote([{ name: 'trl' }])).toBe('');
  });

  it('asks for what settings and options of any stage need', () => {
    const names = (...options: readonly Readonly<Record<string, unknown>>[]) =>
      requirementsOf(PYTHON_REQUIREMENTS.trl!, options).map(({ name }) => name);
    expect(names({})).not.toContain('peft');
    expect(names({ adapter: 'qlora' })).toEqual(expect.arrayContaining(['peft', 'bitsandbytes']));
    expect(names({}, { use_vllm: true })).toContain('vllm');
    expect(names({ vllm: true, use_vllm: false })).not.toContain('vllm');
    expect(names({ deepspeed: {} })).toContain('deepspeed');
  });
});
