import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli';
import { preflight } from '../../src/preflight';
import type { PreflightReport } from '../../src/protocol';
import { plainTerminal } from '../cli/terminal';
import { lines, openWorkspace, PROMPT, rowOf, under, type Workspace } from './workspace';

/** The reward of the recipe in a few lines: nine tenths for the answer, one for the form. */
const RECIPE = `import re

def score(rewards):
    scores = []
    for one in rewards:
        found = re.search(r"\\\\boxed\\{(.*)\\}", one["response"])
        accuracy = float(found is not None and found.group(1) == one["ground_truth"].strip())
        form = float(re.fullmatch(r"<think>.*</think>.*", one["response"], re.S) is not None)
        scores.append({"overall": 0.9 * accuracy + 0.1 * form, "accuracy": accuracy, "format": form})
    return scores
`;

let workspace: Workspace;
beforeEach(async () => {
  workspace = await openWorkspace('easyr1');
  workspace.write('.stagecraft/keep', '');
  workspace.write('mine.py', RECIPE);
  workspace.edit('reward: boxed-answer', 'reward: mine.py:score');
});
afterEach(() => workspace.remove());

const look = (rewardSeconds = 60): Promise<PreflightReport> =>
  preflight({ root: workspace.folder, file: workspace.path('clean.curriculum.yaml') }, { rewardSeconds });
const goldCheck = ({ checks }: PreflightReport) => checks.find(({ id }) => id === 'reward');
const ofReward = ({ problems }: PreflightReport) =>
  problems.filter(({ code }) => ['SC380', 'SC390', 'SC561', 'SC562'].includes(code));

describe('F32: a Python reward is given the gold answer of every row', () => {
  it('before a start, and says that each got everything', async () => {
    const report = await look();
    expect(ofReward(report)).toEqual([]);
    expect(goldCheck(report)).toMatchObject({
      state: 'ok',
      detail: 'mine.py:score was given 256 gold answers, each got 1',
    });
  });

  it('finds the rows that cannot get it, beyond the first few', async () => {
    workspace.write(
      'd.jsonl',
      lines(
        Array.from({ length: 256 }, (_, index) =>
          index === 250 ? { ...rowOf(index), answer: ' 7\n8' } : rowOf(index),
        ),
      ),
    );
    const [found, ...more] = ofReward(await look());
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'SC380', severity: 'warning' });
    expect(found === undefined ? '' : under(found)).toBe('d.jsonl:251');
    expect(found?.message).toContain('scores 1 gold answer of `d` below 1 (of 256 rows tried)');
    expect(found?.message).toContain('in row 251');
  });

  it('calls it an error when no row can', async () => {
    workspace.write('mine.py', RECIPE.replace('== one["ground_truth"]', '== "x" + one["ground_truth"]'));
    expect(ofReward(await look())).toMatchObject([{ code: 'SC380', severity: 'error' }]);
  });

  it('F31: tells a form that no answer has from a wrong answer', async () => {
    workspace.write('think.jinja', PROMPT.replaceAll('think>', 'reason>'));
    workspace.write('mine.py', RECIPE.replace('<think>.*</think>', '<" + "think>.*</" + "think>'));
    const found = ofReward(await look());
    expect(found).toMatchObject([{ code: 'SC390', severity: 'warning' }]);
    expect(found[0]?.message).toContain(
      'calls every gold answer of `d` right and its form wrong (256 rows tried)',
    );
    expect(found[0]?.message).toContain('<reason>');
  });

  it('F35: gives up a reward that hangs, and says so', async () => {
    workspace.write('mine.py', 'import time\n\ndef score(rewards):\n    time.sleep(600)\n');
    const started = Date.now();
    const [found] = ofReward(await look(2));
    expect(found).toMatchObject({ code: 'SC562', severity: 'error' });
    expect(Date.now() - started).toBeLessThan(50_000);
  });

  it('runs nothing of the user’s in a check that was not asked for it', async () => {
    workspace.write('mine.py', `open(${JSON.stringify(workspace.path('ran'))}, "w").close()\n${RECIPE}`);
    const file = workspace.path('clean.curriculum.yaml');
    const codes = (await workspace.check()).map(({ code }) => code);
    expect(codes).toEqual([]);
    const check = async (...options: string[]): Promise<string> => {
      const terminal = plainTerminal();
      await main(['check', file, '--workspace', workspace.folder, ...options], terminal);
      return terminal.lines.join('\n');
    };
    const { existsSync } = await import('node:fs');
    await check();
    expect(existsSync(workspace.path('ran'))).toBe(false);
    workspace.write(
      'd.jsonl',
      lines(Array.from({ length: 256 }, (_, index) => ({ ...rowOf(index), answer: `${index} ` }))),
    );
    expect(await check('--reward')).toContain('SC380');
    expect(existsSync(workspace.path('ran'))).toBe(true);
  });
});
