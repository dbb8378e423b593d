import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentFor } from '../../../src/engines/trl/processes';
import { packageRoot } from '../../../src/protocol';
import { pythonFor } from '../../python/environment';

const python = pythonFor('the runner among a stranger’s files');
const root = mkdtempSync(join(tmpdir(), 'stagecraft-runner-'));
afterAll(() => discard(root));
const run = (args: readonly string[]): string =>
  execFileSync(python ?? '', args, {
    cwd: root,
    env: { ...process.env, ...environmentFor(2) },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** What the runner's parts say, asked as the runner imports them. */
const PARTS = `
import sys
sys.path.insert(0, ${JSON.stringify(join(packageRoot(), 'src', 'engines', 'trl'))})
from runner.images import ImageStore
from runner.prompts import PromptMaker
from runner.rows import Row
from PIL import EpsImagePlugin, Image
Image.new("RGB", (2, 2)).save("drawing.eps")
import os
os.rename("drawing.eps", "red.png")
def started(*_args, **_more):
    print("Ghostscript was started")
EpsImagePlugin.Ghostscript = started
try:
    ImageStore(2).of(Row("1", "d", "c", "q", "a", ("red.png",)))
except Exception as error:
    print(type(error).__name__, "red.png" in str(error))
token = "<|image_pad|>"
nested = "<|image_pad|" * 20000 + ">" * 20000
print(token in PromptMaker(None, [token]).messages(Row("1", "d", "c", nested + "Why?", "a", ()))[0]["content"][0]["text"])
`;
import { discard } from '../../fixtures/discard';

describe.skipIf(python === undefined)('the runner among a stranger’s files', () => {
  it('imports no module that lies in the curriculum’s folder', () => {
    for (const name of ['torch', 'json', 'random', 'runner'])
      writeFileSync(join(root, `${name}.py`), 'raise SystemExit("taken over")\n');
    expect(run(['-m', 'torch.distributed.run', '--help'])).toContain('nproc-per-node');
    expect(() =>
      run([join(packageRoot(), 'src', 'engines', 'trl', 'runner', 'main.py'), 'none.json']),
    ).toThrow(
      expect.objectContaining({ stdout: expect.stringContaining('none.json cannot be read') as string }),
    );
  }, 120_000);

  it('starts no program for a picture, and takes nested image tokens out in time', () => {
    writeFileSync(join(root, 'parts.py'), PARTS);
    expect(run([join(root, 'parts.py')])).toBe('UserError True\nFalse\n');
  }, 60_000);
});
