import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDetail, property, STATE, type DetailPage } from './page';
import { JUDGE, RESPONSE, someItem } from './items';

let part: DetailPage;
beforeAll(async () => {
  part = await openDetail({ width: 1280, height: 860 });
  part.answer((call) => (call === 'triage' ? { done: 0, of: 1 } : { revision: 1 }));
});
afterAll(() => part.close());
beforeEach(() => part.begin(someItem()));

const trace = () => part.page.locator('.trace-text .reading');
const marks = (id: number) => part.page.locator(`.trace-text [data-claim="${id}"]`);

describe('the response', () => {
  test('is set: bold, lists, code, formulas as MathML, money as money', async () => {
    expect(await trace().locator('strong').first().innerText()).toBe('Step 1.');
    expect(await trace().locator('.block-item').count()).toBe(2);
    expect(await trace().locator('code').innerText()).toBe('AC');
    expect(await trace().locator('math').count()).toBe(4);
    expect(await property(trace().locator('math').first(), 'namespaceURI')).toContain('MathML');
    expect(await trace().locator('math msup').count()).toBeGreaterThan(3);
    expect(await trace().locator('.enclosed-box').textContent()).toContain('73.17');
    expect(await trace().innerText()).toContain('$5 and $6');
    expect(await trace().locator('annotation, semantics').count()).toBe(0);
  });

  test('numbers its sentences for the eye alone', async () => {
    const numbers = await trace().locator('.sentence-number').allInnerTexts();
    expect(numbers.map(Number)).toEqual(numbers.map((_, i) => i + 1));
    expect(numbers.length).toBe(8);
  });

  test('has each claim in its own manner, with words for who hears it', async () => {
    expect(await marks(1).first().getAttribute('class')).toContain('claim-false');
    expect(await marks(1).first().innerText()).toContain('false claim 1');
    expect(await marks(1).locator('math').count()).toBe(1);
    expect(await marks(2).first().getAttribute('class')).toContain('claim-unverifiable');
    expect(await marks(3).first().getAttribute('class')).toContain('claim-true');
    expect(await marks(3).locator('strong').innerText()).toBe('B');
    expect(await part.page.locator('.first-error').first().innerText()).toContain('first decisive error');
  });

  test('tells the evidence of a claim under the pointer and under the focus', async () => {
    await marks(1).locator('.claim-glyph').hover();
    expect(await part.page.getByRole('tooltip').innerText()).toContain('stands beside AC');
    await part.page.keyboard.press('Escape');
    expect(await part.page.getByRole('tooltip').count()).toBe(0);
    await part.page.mouse.move(0, 0);
    await part.page.keyboard.press('t');
    await expect.poll(() => part.page.getByRole('tooltip').innerText()).toContain('stands beside AC');
    const described = await marks(1).first().getAttribute('aria-describedby');
    expect(await part.page.locator(`#${described}`).innerText()).toContain('stands beside AC');
  });

  test('is marked in the same places when it is shown as it is written', async () => {
    await part.page.keyboard.press('r');
    expect(await trace().locator('math').count()).toBe(0);
    expect(await marks(1).last().innerText()).toContain('sides \\(AB = 73\\)');
    expect(await trace().innerText()).toContain('\\boxed{73.17}');
    await part.page.keyboard.press('r');
    expect(await trace().locator('math').count()).toBe(4);
  });

  test('shows what the list was searched for', async () => {
    await part.begin(someItem(), { state: { ...STATE, filter: { text: 'LABEL' } } });
    expect(await trace().locator('.hit').allInnerTexts()).toEqual(['label']);
    await part.begin(someItem(), { state: { ...STATE, filter: { text: 'ab =' } } });
    expect(await trace().locator('.hit math').count()).toBe(1);
  });

  test('keeps its thinking folded, and opens it for a hit', async () => {
    const thinking = part.page.locator('.trace details');
    expect(await property(thinking, 'open')).toBe(false);
    await part.begin(someItem(), { state: { ...STATE, filter: { text: 'near A' } } });
    expect(await property(thinking, 'open')).toBe(true);
  });

  test('says what the judge quotes and nobody wrote', async () => {
    expect(await part.page.locator('.unfound').innerText()).toContain('the circle is red');
  });

  test('has no claims where their ranges are none', async () => {
    const claims = [
      { start: -1, end: 4, verdict: 'true' },
      { start: 5, end: 5, verdict: 'true' },
      { start: 5, end: RESPONSE.length + 1, verdict: 'false' },
      { start: 1.5, end: 4, verdict: 'false' },
    ] as const;
    if (JUDGE.method !== 'judge') throw new Error('not a judge');
    await part.begin(someItem({ details: [{ ...JUDGE, claims, firstError: { start: 9, end: 1e9 } }] }));
    expect(await trace().locator('[data-claim], .first-error').count()).toBe(0);
  });

  test.each([
    '\\href{https://evil.test}{x}',
    '\\includegraphics{https://evil.test/a.png}',
    '\\htmlClass{a}{x}',
    '\\def\\a{\\a\\a}\\a',
    '\\newcommand{\\x}{y}\\x',
    'x'.repeat(900).replaceAll('x', '\\sqrt{') + 'x' + '}'.repeat(900),
    '\\frac{1',
    '\\nosuchcommand',
  ])('shows the source of a formula that cannot or may not be set: %s', async (tex) => {
    const response = `Before \\(${tex}\\) after`.slice(0, 7900);
    await part.begin(someItem({ response, details: [] }));
    expect(await trace().locator('math').count()).toBe(0);
    expect(await trace().innerText()).toContain(tex.slice(0, 40));
    expect(part.errors).toEqual([]);
  });
});

describe('question and answer', () => {
  test('options say in words which is right and which was taken', async () => {
    const options = await part.page.locator('.option').allInnerTexts();
    expect(options[1]).toMatch(/B\s+72\.83\s+right/);
    expect(options[2]).toMatch(/C\s+73\.17\s+chosen/);
    expect(options[0]).not.toMatch(/right|chosen/);
  });
  test('mark where gold and answer differ', async () => {
    expect(await part.page.locator('.answers .differs').allInnerTexts()).toEqual(['2.83', '3.17']);
  });
  test('tell that the program graded it otherwise', async () => {
    expect(await part.page.locator('.tool-differs').innerText()).toContain('graded it right (column hit');
    await part.begin(someItem({ tool: { correct: false, by: 'hit' } }));
    expect(await part.page.locator('.tool-differs').count()).toBe(0);
  });
});

describe('verdicts and arms', () => {
  test('a disagreement is said first', async () => {
    const verdicts = part.page.getByRole('region', { name: 'Verdicts' });
    expect(await verdicts.innerText()).toMatch(
      /^Verdicts\s+The methods disagree: Judge says Perception, Counterfactual says Reasoning/,
    );
    await part.begin(someItem({ details: [JUDGE], verdicts: [{ method: 'judge', label: 'PERC' }] }));
    expect(await verdicts.innerText()).not.toContain('disagree');
  });
  test('an arm opens to the description given and each answer', async () => {
    const arms = part.page.getByRole('region', { name: 'Answers with other inputs' });
    expect(await arms.locator('tr', { hasText: 'a reference description' }).innerText()).toContain('1 of 4');
    await arms.getByRole('button', { name: 'a reference description' }).click();
    expect(await arms.innerText()).toContain('A right triangle with AC = 73.');
    expect(await arms.locator('.arm-answers msqrt').count()).toBe(1);
    expect(
      await arms.getByRole('button', { name: 'a reference description' }).getAttribute('aria-expanded'),
    ).toBe('true');
  });
});

describe('two audits', () => {
  const other = {
    set: '/sets/two',
    response: 'The label 73 belongs to AC. So \\boxed{72.83}.',
    extracted: '72.83',
    correct: true,
    length: 44,
    verdicts: [],
  };
  test('stand side by side with what became of the item', async () => {
    await part.begin(someItem({ other, change: 'broken' }), {
      titles: { first: 'staged', second: 'merged' },
    });
    const beside = part.page.getByRole('region', { name: 'Side by side' });
    expect(await beside.innerText()).toContain('broken: right there, wrong here');
    expect(await beside.getByRole('region', { name: 'merged' }).innerText()).toContain('belongs to AC');
    expect(await beside.getByRole('region', { name: 'staged' }).innerText()).toContain('beside side AB');
    expect(await beside.locator('ins').count()).toBe(0);
    await beside.getByRole('button', { name: 'Words that differ' }).click();
    expect(await beside.getByRole('region', { name: 'merged' }).locator('ins').first().innerText()).toContain(
      'belongs',
    );
  });
});

test('a neighbour is read by a click', async () => {
  await part.page.getByRole('button', { name: /geo-18/ }).click();
  expect(await part.said()).toContainEqual(['onSelect', 9]);
});

test('link and source are asked of the editor', async () => {
  await part.page.getByRole('button', { name: 'Copy link to this item' }).click();
  await part.page.getByRole('button', { name: 'Open line 18 of its file' }).click();
  expect(await part.said()).toEqual([
    ['act', { action: 'copyLink', state: { ...STATE, selected: 7 } }],
    ['act', { action: 'openSource', set: '/sets/one', index: 7 }],
  ]);
});

describe('states', () => {
  test('nothing chosen, loading and a failure each say what they are', async () => {
    await part.begin(someItem(), { detail: undefined });
    await part.page.evaluate('window.begin({ state: { filter: {} }, detail: undefined })');
    expect(await part.page.locator('.empty').innerText()).toContain('No item is chosen');
    await part.page.evaluate('window.show({ pending: true })');
    expect(await part.page.getByRole('status').innerText()).toContain('Loading the item');
    await part.page.evaluate("window.show({ pending: false, failure: { message: 'The set is gone.' } })");
    expect(await part.page.getByRole('alert').innerText()).toContain('The set is gone.');
    await part.page.getByRole('button', { name: 'Try again' }).click();
    expect((await part.said()).map(([name]) => name)).toEqual(['onRetry']);
  });
});

test.each(['dark', 'light', 'contrast'] as const)('all is accessible in the %s theme', async (theme) => {
  await part.theme(theme);
  const other = { set: 'x', response: 'y', correct: false, length: 1, verdicts: [] };
  await part.begin(someItem({ other, change: 'still wrong' }), {
    state: { ...STATE, filter: { text: 'label' } },
  });
  await part.page.getByRole('button', { name: 'a reference description' }).click();
  expect(await part.violations()).toEqual([]);
  await part.page.keyboard.press('?');
  expect(await part.violations()).toEqual([]);
  await part.theme('dark');
});

test('a pane of 600 px loses nothing to its right', async () => {
  await part.page.setViewportSize({ width: 600, height: 800 });
  await part.begin(someItem());
  expect(await part.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(600);
  await part.page.setViewportSize({ width: 1280, height: 860 });
});

test('in forced colours a claim keeps its line and its sign', async () => {
  await part.page.emulateMedia({ forcedColors: 'active' });
  await part.begin(someItem());
  expect(
    await marks(1)
      .first()
      .evaluate((mark) => getComputedStyle(mark as never).textDecorationStyle),
  ).toBe('wavy');
  expect(await marks(3).locator('.claim-glyph').innerText()).toBe('✓');
  await part.page.emulateMedia({ forcedColors: 'none' });
});

test('nothing broke the policy, and nothing was loaded', () => {
  expect(part.errors).toEqual([]);
  expect(part.strangers).toEqual([]);
});
