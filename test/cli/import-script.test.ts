import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main';
import { plainTerminal } from './terminal';
import { discard } from '../fixtures/discard';

let root: string;
let script: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'stagecraft import '));
  script = join(root, 'train.sh');
  writeFileSync(
    script,
    'python3 -m verl.trainer.main data.train_files="$ROWS" worker.actor.model.model_path=a/b worker.rollout.n=5 worker.reward.reward_type=batch\n',
  );
});
afterEach(() => discard(root));

async function cli(...args: string[]) {
  const terminal = plainTerminal();
  const code = await main(args, terminal);
  return { code, text: terminal.lines.join('\n'), errors: terminal.errors.join('\n') };
}

describe('stagecraft import SCRIPT', () => {
  it('prints a curriculum, and remarks beside it', async () => {
    const { code, text, errors } = await cli('import', script);
    expect(code).toBe(0);
    expect(text).toContain('rollouts: 5');
    expect(text).toContain('train: "${ROWS}"');
    expect(errors).toContain('warning: The script gives `ROWS` no value');
    expect(errors).toContain('warning: `worker.reward.reward_type` was left out');
  });

  it('writes it to a new file, with the variables of another', async () => {
    const env = join(root, 'places.sh');
    writeFileSync(env, `export ROWS=${root.replaceAll(' ', '\\ ')}/rows.jsonl\n`);
    const out = join(root, 'mine.curriculum.yaml');
    const { code, text } = await cli('import', script, '--env', env, '--out', out);
    expect([code, text.endsWith('mine.curriculum.yaml')]).toEqual([0, true]);
    expect(readFileSync(out, 'utf8')).toContain('train: rows.jsonl');
    const again = await cli('import', script, '--out', out);
    expect([again.code, again.errors]).toEqual([1, expect.stringContaining('There is a file')]);
  });

  it('is JSON for programs', async () => {
    const { code, text, errors } = await cli('import', script, '--json');
    expect([code, errors]).toEqual([0, '']);
    const { version, text: curriculum, notes } = JSON.parse(text) as Record<string, unknown>;
    expect(version).toBe(1);
    expect(curriculum).toContain('curriculum: 1');
    expect(notes).toContainEqual({
      level: 'warning',
      text: expect.stringContaining('reward_type') as string,
    });
  });

  it('says of a script without a start, and of results with its options, what is wrong', async () => {
    const other = join(root, 'other.sh');
    writeFileSync(other, 'echo hello\n');
    expect(await cli('import', other)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('No start of EasyR1') as string,
    });
    const rows = join(root, 'rows.jsonl');
    writeFileSync(rows, '{}\n');
    expect(await cli('import', rows, '--out', join(root, 'x'))).toMatchObject({
      code: 1,
      errors: expect.stringContaining('neither a launch script') as string,
    });
    expect(await cli('import', rows, rows)).toMatchObject({ code: 2 });
    expect(existsSync(join(root, 'x'))).toBe(false);
  });
});
