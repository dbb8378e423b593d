import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  attributeSet,
  auditRun,
  figuresOfSet,
  readControls,
  readVerdicts,
  renderSetReport,
} from '../../src/audit';
import { openChat } from '../../src/endpoints';
import type { AttributeRequest, VerdictLine } from '../../src/protocol';
import { ensureRunSet, readItems } from '../../src/results';
import { runFolder } from './run-folder';
import { standInJudge, type StandIn, type StandInFaults } from './stand-in-judge';

const open: StandIn[] = [];
afterEach(async () => {
  for (const judge of open.splice(0)) await judge.close();
});

async function start(faults: StandInFaults = {}) {
  const run = runFolder({ misreads: 0.3, miscounts: 0.2, misreadsText: 0.02, items: 120, seed: 3 });
  const set = await ensureRunSet(run);
  return { run, set, ...(await ask(set, faults)) };
}

async function ask(set: string, faults: StandInFaults = {}) {
  const judge = await standInJudge(faults);
  open.push(judge);
  const model = { id: 'judge', title: 'judge', api: 'openai', url: judge.url, model: 'stand-in' } as const;
  const client = openChat(model, { keys: () => undefined });
  const attribute = (more: Partial<AttributeRequest> = {}, controls = 20) =>
    attributeSet({ set, method: 'judge', model, ...more }, { client, controls });
  return { judge, attribute, client };
}

const linesOf = (file: string): readonly VerdictLine[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as VerdictLine);

it('does not let another model answer the arms of a run: its own verdicts would be lost', async () => {
  const { run, set, attribute, judge } = await start();
  await auditRun(run);
  const before = await readVerdicts(set);
  await expect(attribute({ method: 'counterfactual' })).rejects.toThrow('own model has answered the arms');
  expect(judge.prompts).toEqual([]);
  expect([...(await readVerdicts(set)).counterfactual]).toEqual([...before.counterfactual]);
});

describe('a judge over a set', () => {
  it('gives every failure a verdict with its evidence, finds the controls, and asks nothing twice', async () => {
    const { run, set, judge, attribute } = await start();
    const { words, failed } = await attribute();
    expect(failed).toBe(0);
    expect(words).toContain('verdicts of stand-in');
    const verdicts = await readVerdicts(set);
    let failures = 0;
    for await (const item of readItems(set, { where: 'correct = false' })) {
      failures += 1;
      const [detail] = await verdicts.detailsOf(item);
      expect(detail?.method).toBe('judge');
      if (detail?.method === 'judge' && detail.label === 'PERC') {
        const [claim] = detail.claims;
        expect(item.response.slice(claim!.start, claim!.end)).toMatch(
          /^I see \d+ circles? and \d+ squares?$/,
        );
        expect(detail.firstError?.start).toBe(0);
      }
    }
    expect(verdicts.judge.size).toBe(failures);
    const controls = await readControls(set);
    expect(controls.filter(({ kind }) => kind === 'perception')).toHaveLength(10);
    expect(controls.filter(({ kind }) => kind === 'arithmetic')).toHaveLength(10);
    expect(judge.prompts).toHaveLength((failures + 20) * 2);
    // Nothing tells a control from a failure.
    expect(judge.prompts.filter((prompt) => /control|seeded|inject/i.test(prompt))).toEqual([]);
    const figures = await figuresOfSet(set);
    expect(figures.controls).toMatchObject({ sensitivity: { k: 10, n: 10 }, specificity: { k: 10, n: 10 } });
    await auditRun(run);
    const both = await figuresOfSet(set);
    expect(both.agreement.map(({ first, second }) => [first, second])).toEqual([
      ['counterfactual', 'judge'],
      ['counterfactual', 'judge'],
    ]);
    expect(both.agreement[1]?.kappa?.value).toBeGreaterThan(0.5);
    await attribute();
    expect(judge.prompts).toHaveLength((failures + 20) * 2);
  });

  it('says before what it would ask, to the request', async () => {
    const { set, judge, attribute } = await start();
    const { words } = await attribute({ dryRun: true, limit: 10 });
    expect(words).toMatch(
      /^10 failures x 2 passes \+ 20 controls x 2 passes = 60 requests; 0 of these verdicts are known already, 60 requests are left: about [\d,]+ tokens in/,
    );
    expect(judge.prompts).toEqual([]);
    expect(existsSync(join(set, 'judge.jsonl'))).toBe(false);
    await attribute({ limit: 10 });
    expect(judge.prompts).toHaveLength(60);
    const known = await attribute({ dryRun: true });
    expect(known.words).toContain('30 of these verdicts are known already');
  });

  it('corrects the share of a judge that errs', async () => {
    const { set, attribute } = await start({
      errs: (prompt) => (prompt.length + Number(/\[1\] I see (\d+)/.exec(prompt)?.[1])) % 5 === 0,
    });
    await attribute({}, 60);
    const { corrected, controls } = await figuresOfSet(set);
    expect(controls!.sensitivity.value).toBeLessThan(1);
    expect(corrected!.low).toBeLessThan(corrected!.high);
    const { observed, sensitivity, specificity, value } = corrected!;
    const exact = (observed.value + specificity.value - 1) / (sensitivity.value + specificity.value - 1);
    expect(value).toBeCloseTo(Math.min(1, Math.max(0, exact)), 10);
    expect(corrected!.method).toContain('Rogan-Gladen, errors from seeded controls');
  });

  it('is UNSURE of answers out of form, and keeps what was said', async () => {
    const { set, attribute } = await start({ instead: (_, verdict) => `${verdict}\n${verdict}\n${verdict}` });
    await attribute({ limit: 4 }, 0);
    const lines = linesOf(join(set, 'judge.jsonl'));
    expect(lines).toHaveLength(4);
    for (const { label, evidence } of lines) {
      expect(label).toBe('UNSURE');
      expect(JSON.stringify(evidence)).toContain('3 JSON objects');
    }
  });

  it('does not take the verdict of another item', async () => {
    const { set, attribute } = await start({
      instead: (_, verdict) => verdict.replace(/item-\w+/, 'item-0000000000'),
    });
    await attribute({ limit: 3 }, 0);
    expect(linesOf(join(set, 'judge.jsonl')).map(({ label }) => label)).toEqual([
      'UNSURE',
      'UNSURE',
      'UNSURE',
    ]);
  });

  it('leaves what could not be asked for the next time', async () => {
    const { set, attribute } = await start({ instead: () => ({ status: 401 }) });
    const { words, failed } = await attribute({ limit: 6 }, 0);
    expect(failed).toBe(6);
    expect(words).toContain('left for the next time');
    expect(existsSync(join(set, 'judge.jsonl'))).toBe(false);
    const again = await ask(set);
    expect((await again.attribute({ limit: 6 }, 0)).failed).toBe(0);
    expect(linesOf(join(set, 'judge.jsonl'))).toHaveLength(6);
  });

  it('judges a response anew when it has changed, and reads over torn lines', async () => {
    const { set, judge, attribute } = await start();
    await attribute({ limit: 3 }, 0);
    const file = join(set, 'judge.jsonl');
    const [first, ...others] = readFileSync(file, 'utf8').trim().split('\n');
    writeFileSync(
      file,
      [first!.replace(/"digest":"\w+"/, '"digest":"0"'), ...others, '{"row":"torn'].join('\n'),
    );
    await attribute({ limit: 3 }, 0);
    expect(judge.prompts).toHaveLength(8);
    expect((await readVerdicts(set)).judge.size).toBe(3);
  });

  it('writes a report in which no text of the set is markup', async () => {
    const { set, attribute } = await start({
      instead: (_, verdict) => verdict.replace('Read from the truth.', '<img src=x onerror=alert(1)>'),
    });
    await attribute({ limit: 5 }, 0);
    const page = await renderSetReport(set);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('<mark class="claim false"');
    expect(page).toContain('Wilson 95');
  });
});
