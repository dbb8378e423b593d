import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someDetail } from './items';
import { openAuditPage, type AuditTestPage } from './page';
import { standIn, type StandIn } from './stand-in';

let audit: AuditTestPage;
let auditor: StandIn;
beforeAll(async () => {
  audit = await openAuditPage({ width: 1400, height: 900 });
});
afterAll(() => audit.close());

async function begin(
  state: Parameters<AuditTestPage['open']>[1] = {},
  options: Partial<Parameters<typeof standIn>[0]> = {},
): Promise<void> {
  auditor = standIn({ count: 2000, ...options });
  await audit.open(auditor, state);
  await audit.page.locator('.header').waitFor();
}
const header = () => audit.page.locator('.header').innerText();

describe('the header', () => {
  test('says what set it is and its figure with interval and n', async () => {
    await begin();
    await expect
      .poll(header)
      .toMatch(/Perception \d+\.\d % \[\d+\.\d, \d+\.\d\], \d+ of [\d,]+ attributed failures/);
    expect(await header()).toContain('4 benchmarks');
    // No figure anywhere on the page stands without an interval.
    const text = await audit.page.locator('body').innerText();
    expect(text.match(/\d % (?!\[)(?!$)/gm)?.filter((found) => !found.startsWith('5 %')) ?? []).toEqual([]);
  });

  test('leads to attribution, export, a drafted stage', async () => {
    await begin({ filter: { datasets: ['POPE'] } });
    const query = {
      set: auditor.set.dir,
      filter: { datasets: ['POPE'] },
      order: 'source',
      descending: false,
    };
    await audit.page.getByRole('button', { name: 'Attribute…' }).click();
    await audit.page.getByRole('button', { name: 'Export', exact: true }).click();
    await audit.page.getByRole('button', { name: 'CSV, for spreadsheets' }).click();
    await audit.page.getByRole('button', { name: 'Draft stage…' }).click();
    await expect
      .poll(() => audit.acts())
      .toEqual([
        { action: 'attribute', set: auditor.set.dir },
        { action: 'export', query, format: 'csv' },
        { action: 'draft', query },
      ]);
  });

  test('shows work under way with what it costs, stops it, and says how it ended', async () => {
    await begin();
    const progress = {
      job: 7,
      set: auditor.set.dir,
      what: 'judge',
      done: 40,
      total: 400,
      requests: 80,
      cached: 12,
      failed: 3,
      tokens: { input: 90_000, output: 4000 },
    } as const;
    await audit.post({ type: 'progress', progress });
    const job = audit.page.locator('.job');
    await expect
      .poll(() => job.innerText())
      .toMatch(/Judge\s+40 \/ 400\s+80 requests, 12 known already, 3 failed, 94,000 tokens/);
    await audit.page.getByRole('button', { name: 'Stop: Judge' }).click();
    expect(audit.acts()).toEqual([{ action: 'cancel', job: 7 }]);
    await audit.post({
      type: 'ended',
      job: 7,
      end: { state: 'failed', message: 'The endpoint is gone.', hint: 'Start it.' },
    });
    await expect
      .poll(() => audit.page.locator('.job-end').innerText())
      .toBe('The endpoint is gone. Start it.');
    expect(await job.count()).toBe(0);
    // Another set's work is none of this page's.
    await audit.post({ type: 'progress', progress: { ...progress, job: 8, set: '/elsewhere' } });
    await audit.page.waitForTimeout(100);
    expect(await job.count()).toBe(0);
  });
});

describe('figures', () => {
  test('stand with all that belongs to them, and lead to the disagreements', async () => {
    await begin({ tab: 'figures' });
    const figures = audit.page.locator('.figures');
    await expect.poll(() => figures.innerText()).toContain('Cohen’s kappa 0.61 [0.55, 0.67]');
    const text = await figures.innerText();
    for (const part of [
      'Perception, judge',
      'corrected for the judge’s errors',
      '78.0 % [72.0, 83.0]',
      'Rogan-Gladen',
      'the program says 34.2 %',
    ])
      expect(text).toContain(part);
    const table = audit.page.getByRole('region', { name: 'counterfactual against judge' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
      'Perception',
      'Reasoning',
      'Knowledge',
      'Unsure',
    ]);
    await audit.page.getByRole('button', { name: 'Read the disagreements' }).first().click();
    await audit.page.locator('.item-row.selected').waitFor();
    expect(audit.shown()).toMatchObject({
      tab: 'browse',
      filter: { agreement: 'disagree', outcome: 'all' },
      order: 'disagreement',
    });
  });

  test('without verdicts say what to do', async () => {
    await begin({ tab: 'figures' }, { bare: true });
    await expect
      .poll(() => audit.page.locator('.empty').innerText())
      .toContain('No failure has been attributed yet');
    await audit.page.locator('.empty').getByRole('button', { name: 'Attribute…' }).click();
    expect(audit.acts()).toEqual([{ action: 'attribute', set: auditor.set.dir }]);
    expect(await header()).toContain('No failure has been attributed yet.');
  });
});

describe('the comparison', () => {
  test('counts what changed and leads to these items', async () => {
    await begin({ tab: 'compare', against: '/other' });
    const fixed = audit.page.locator('.change-card', { hasText: 'Fixed' });
    const n = Number((await fixed.locator('.change-n').innerText()).replace(',', ''));
    expect(n).toBeGreaterThan(10);
    expect(await audit.page.locator('.compare').innerText()).toMatch(/p = 0\.031\s*\(McNemar, exact\)/);
    await fixed.click();
    await expect.poll(() => audit.page.locator('.list-total').innerText()).toBe(`${n} of 2,000 items`);
    const marks = audit.page.locator('.item-row [aria-label="Fixed"]');
    await expect.poll(() => marks.count()).toBeGreaterThan(5);
    expect(await audit.page.locator('.item-row [aria-label="Broken"]').count()).toBe(0);
  });

  test('begins with a choice', async () => {
    await begin({ tab: 'compare' });
    expect(await audit.page.locator('.empty').innerText()).toContain('No other set is chosen');
    await audit.page.getByRole('button', { name: 'Choose…' }).click();
    expect(audit.acts()).toEqual([{ action: 'chooseAgainst', set: auditor.set.dir }]);
    await audit.post({
      type: 'sets',
      sets: [auditor.set, { ...auditor.set, dir: '/merged', title: 'merged' }],
    });
    await audit.page.getByRole('combobox', { name: 'Compare with' }).click();
    await audit.page.getByRole('option', { name: /^merged/ }).click();
    await audit.page.locator('.change-card').first().waitFor();
    expect(audit.shown()?.against).toBe('/merged');
  });
});

describe('before there is anything', () => {
  test('a set without failures says so', async () => {
    auditor = standIn({ count: 0 });
    await audit.open(auditor);
    await expect
      .poll(() => audit.page.locator('.listed, .empty').first().innerText())
      .toContain('No failures');
  });

  test('a link into nothing leads to an import', async () => {
    await begin();
    await audit.post({ type: 'show', state: { set: '' }, annotator: '' });
    await audit.page.getByRole('button', { name: 'Import results…' }).click();
    expect(audit.acts()).toEqual([{ action: 'import' }]);
  });

  test('a slow set shows that it loads, a quick one does not flicker', async () => {
    auditor = standIn({ count: 100 });
    auditor.delays.open = 600;
    await audit.open(auditor);
    await audit.page.getByRole('progressbar', { name: 'Loading the audit' }).waitFor();
    await audit.page.locator('.item-row.selected').waitFor();
  });

  test('a set that cannot be opened says why, and is tried again', async () => {
    auditor = standIn({ count: 100 });
    auditor.refused.open = 'The folder of this audit is gone.';
    await audit.open(auditor);
    await expect.poll(() => audit.page.getByRole('alert').innerText()).toContain('is gone');
    delete auditor.refused.open;
    await audit.page.getByRole('button', { name: 'Try again' }).click();
    await audit.page.locator('.item-row.selected').waitFor();
  });
});

describe('hostile words', () => {
  const evil = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    'javascript:alert(1)',
    '<a href="javascript:alert(1)">x</a><style>*{display:none}</style>',
    '</title><iframe src="https://evil.test"></iframe>',
    '$\\href{javascript:alert(1)}{x}$ ![i](https://evil.test/a.png)',
    '\u202e\u0000\ud800\u2028',
    'constructor',
    '__proto__',
  ];

  test.each(evil)('in every field are text: %j', async (words) => {
    auditor = standIn({ count: 60, title: words });
    const answer = auditor.answer;
    const replaced = new Set([
      'row',
      'dataset',
      'capability',
      'question',
      'gold',
      'extracted',
      'title',
      'model',
      'name',
      'source',
      'meaning',
      'differs',
      'first',
      'second',
      'of',
      'reason',
      'subtype',
      'category',
      'goldText',
      'response',
      'caption',
      'text',
      'by',
      'note',
      'rationale',
      'evidence',
      'missing',
      'pMethod',
      'accuracy',
      'length',
      'id',
      'created',
    ]);
    const hostile = (value: unknown, key = ''): unknown => {
      if (typeof value === 'string') return replaced.has(key) ? words : value;
      if (Array.isArray(value))
        return value.map((one: unknown) =>
          key === 'notes' || key === 'problems' || key === 'options' ? words : hostile(one, key),
        );
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hostile(one, name)]));
    };
    auditor.answer = async (call, params) =>
      hostile(
        call === 'item'
          ? { ...someDetail(3), caption: 'c', options: ['a', 'b'], note: 'n' }
          : await answer(call, params),
      );
    for (const tab of ['browse', 'figures', 'compare'] as const) {
      await audit.open(auditor, {
        tab,
        against: '/other',
        filter: { datasets: [words], text: words, outcome: 'all' },
      });
      await audit.page.locator('.header').waitFor();
      await audit.page.waitForTimeout(150);
      const loads =
        'document.querySelectorAll("main img, main script, main iframe, main style, main link, main object, main embed, main [onerror], main [onload]").length';
      expect(await audit.page.evaluate(loads)).toBe(0);
      expect(
        await audit.page.evaluate(
          '[...document.querySelectorAll("a")].filter(({ href }) => href !== "" && !href.startsWith("#")).length',
        ),
      ).toBe(0);
      if (!words.includes('\u0000'))
        expect(await audit.page.locator('h1').innerText()).toContain(words.slice(0, 20).trim());
    }
    expect(audit.errors).toEqual([]);
  });
});

describe.each(['dark', 'light', 'contrast'] as const)('in the %s theme', (theme) => {
  test.each(['browse', 'figures', 'compare'] as const)('the tab %s is accessible', async (tab) => {
    await audit.theme(theme);
    await begin({ tab, against: '/other', filter: { datasets: ['POPE'], outcome: 'all' } });
    await audit.page.locator('.item-row.selected, .figure-table, .change-card').first().waitFor();
    expect(await audit.violations()).toEqual([]);
  });
});

describe('a narrow panel', () => {
  test('stacks its regions and never scrolls sideways', async () => {
    await audit.theme('dark');
    await audit.page.setViewportSize({ width: 600, height: 900 });
    await begin();
    await audit.page.locator('.item-row.selected').waitFor();
    const [list, detail] = [
      await audit.page.locator('.list-pane').boundingBox(),
      await audit.page.locator('.detail-pane').boundingBox(),
    ];
    expect(detail!.y).toBeGreaterThanOrEqual(list!.y + list!.height - 1);
    expect(await audit.page.locator('.filters-pane').count()).toBe(0);
    await audit.page.getByRole('button', { name: 'Show the filters' }).click();
    await audit.page.locator('.filters-pane').waitFor();
    expect(await audit.page.evaluate('document.documentElement.scrollWidth')).toBe(600);
    expect(await audit.violations()).toEqual([]);
    await audit.page.setViewportSize({ width: 1400, height: 900 });
  });
});

test('with forced colours the chosen row and the marks are still told apart', async () => {
  await audit.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await begin();
  await audit.page.locator('.item-row.selected').waitFor();
  const ground = (row: string) =>
    audit.page.evaluate(`getComputedStyle(document.querySelector('${row}')).backgroundColor`);
  expect(await ground('.item-row.selected')).not.toBe(await ground('.item-row:not(.selected)'));
  const borders = await audit.page.evaluate(
    `getComputedStyle(document.querySelector('.verdict-mark[role=img]')).borderTopStyle`,
  );
  expect(borders).toBe('solid');
  await audit.page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
});

test('nothing broke the policy', () => {
  expect(audit.errors).toEqual([]);
});
