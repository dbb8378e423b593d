import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ItemDetail } from '../../../../src/protocol/audit';
import { openDetail, STATE, type DetailPage } from './page';
import { COUNTERFACTUAL, JUDGE, someItem } from './items';

let part: DetailPage;
beforeAll(async () => {
  part = await openDetail({ width: 1100, height: 800 });
  part.answer(() => ({ done: 0, of: 1 }));
});
afterAll(() => part.close());

const EVIL = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '"><svg onload=window.hacked=1>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<a href="javascript:window.hacked=1">click</a>',
  '<math><mtext><style><img src=x onerror=window.hacked=1></style></mtext></math>',
  '<link rel=stylesheet href=https://evil.test/a.css><meta http-equiv=refresh content="0;url=https://evil.test">',
  '[click](javascript:window.hacked=1) ![x](https://evil.test/a.png)',
  '\\(\\href{javascript:window.hacked=1}{x}\\) $\\includegraphics{https://evil.test/a.png}$ $\\htmlData{a=b}{x}$',
  '$\\text{<img src=x onerror=window.hacked=1>}$ $\\unicode{x3c}script$ \\boxed{<script>window.hacked=1</script>}',
  '$$\\def\\a{\\a\\a}\\a$$ $$\\begin{matrix}' + '&'.repeat(400) + '\\end{matrix}$$',
  '```html\n<script>window.hacked=1</script>\n```\n| <b>a</b> | b |\n> <u>x</u>\n# <h1>t</h1>\n- <li>',
  '\u202Egnp.exe \u0000\u0007 \uD800 \uFFFE {{constructor.constructor("window.hacked=1")()}} ${window.hacked=1}',
];

/** An item with a text in every field that has one. */
const filled = (text: string): ItemDetail => {
  if (JUDGE.method !== 'judge' || COUNTERFACTUAL.method !== 'counterfactual')
    throw new Error('other methods');
  const whole = { start: 0, end: text.length };
  return someItem({
    row: text,
    dataset: text,
    capability: text,
    category: text,
    question: text,
    options: [text, 'b'],
    gold: text,
    goldText: text,
    extracted: text,
    tool: { correct: true, by: text },
    response: text,
    thinking: text,
    caption: text,
    answers: [
      {
        arm: 'image',
        description: text,
        text,
        truncated: true,
        extracted: text,
        correct: null,
        greedy: false,
      },
      {
        arm: text as 'image',
        description: text,
        text,
        truncated: true,
        extracted: text,
        correct: null,
        greedy: true,
      },
    ],
    details: [
      {
        ...JUDGE,
        subtype: text,
        by: text,
        at: text,
        rationale: text,
        claims: [{ ...whole, verdict: 'false', evidence: text }],
        unfound: [text],
        firstError: whole,
        secondary: [text],
        passes: [text, 'b'],
      },
      { ...COUNTERFACTUAL, by: text, verdict: text, excluded: text },
      { method: 'human', label: 'PERC', by: text, at: text, note: text },
      { method: 'human', label: 'PERC', by: 'ada', at: text, note: text },
    ],
    verdicts: [{ method: 'judge', label: 'PERC', subtype: text }],
    pictures: [{ missing: text }, { file: text }, { file: 'javascript:window.hacked=1' }],
    neighbours: someItem().neighbours.map((row) => ({
      ...row,
      row: text,
      dataset: text,
      question: text,
      gold: text,
    })),
    other: { set: text, response: text, extracted: text, correct: false, length: 1, verdicts: [] },
    change: 'still wrong',
    source: { file: text },
  });
};

test.each(EVIL)('is only ever text in every field: %j', async (text) => {
  await part.begin(filled(text), {
    state: { ...STATE, filter: { text: text.slice(0, 12) } },
    titles: { first: text, second: text },
  });
  await part.page.evaluate(
    `document.querySelectorAll('#root details').forEach((fold) => (fold.open = true))`,
  );
  for (const toggle of await part.page.locator('.arms-toggle').all()) await toggle.click();
  for (const thumb of await part.page.locator('.image-thumb').all()) await thumb.click();
  await part.page.getByRole('button', { name: 'Words that differ' }).click();
  await part.page.keyboard.press('t');
  await part.page.keyboard.press('r');
  await part.page.keyboard.press('r');
  expect(await part.page.evaluate('window.hacked')).toBeUndefined();
  // Of what is dangerous the page has its own script and style and no more.
  expect(
    await part.page.evaluate(
      `[...document.querySelectorAll('#root :is(script, iframe, object, embed, link, meta, style, a[href], form, base, foreignObject, [srcdoc], maction), #root *')]
        .filter((e) => /^(script|iframe|object|embed|link|meta|style|form|base|foreignobject|maction)$/i.test(e.localName) || e.hasAttribute('href') || [...e.attributes].some((a) => /^on/i.test(a.name)))
        .map((e) => e.outerHTML.slice(0, 100))`,
    ),
  ).toEqual([]);
  expect(part.strangers).toEqual([]);
  expect(part.errors).toEqual([]);
  // And what was written can be read.
  await part.page.keyboard.press('r');
  const shown = await part.page.locator('.trace-text .reading').textContent();
  expect(shown?.replaceAll(/\s|\d/g, '')).toContain(
    text.slice(0, 10).replaceAll('\u0000', '').replaceAll(/\s|\d/g, '').slice(0, 3),
  );
});
