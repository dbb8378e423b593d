import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDetail, type DetailPage } from './page';
import { someItem } from './items';
import { trace } from './trace-text';

let part: DetailPage;
beforeAll(async () => {
  part = await openDetail({ width: 1280, height: 860 });
  part.answer(() => ({ done: 0, of: 1 }));
});
afterAll(() => part.close());

/** The characters that are drawn in the first frame, and after each time that more were. */
async function drawn(index: number, characters: number): Promise<readonly number[]> {
  const response = trace(characters, index * 1000);
  const claims = Array.from({ length: 20 }, (_, i) => ({
    start: 40 + i * 100,
    end: 70 + i * 100,
    verdict: i % 2 === 0 ? ('true' as const) : ('false' as const),
  })).filter(({ end }) => end < response.length);
  const item = someItem({ index, row: `r${index}`, response });
  const detail = {
    ...item,
    details: item.details.map((verdict) => (verdict.method === 'judge' ? { ...verdict, claims } : verdict)),
  };
  return part.page.evaluate(`(async () => {
    const reading = () => document.querySelector('.trace-text .reading');
    const last = ${JSON.stringify(`Step ${response.split('**Step ').length - 2}.`)};
    window.show(${JSON.stringify({ detail })});
    await new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(0);
    }));
    const lengths = [reading().textContent.length];
    while (!reading().textContent.includes(last)) {
      await new Promise((done) => {
        const observer = new MutationObserver(() => { observer.disconnect(); done(); });
        observer.observe(document.querySelector('.trace-text'), { childList: true, subtree: true });
      });
      lengths.push(reading().textContent.length);
    }
    return lengths;
  })()`);
}

test('an item of 3 KB is painted whole in the first frame after its answer', async () => {
  await part.begin(someItem());
  expect(await drawn(100, 2800)).toHaveLength(1);
});

test('an item of 200,000 characters is begun at once, and drawn to its end behind it, piece by piece', async () => {
  await part.begin(someItem());
  const lengths = await drawn(200, 199_000);
  // Formulas are set, which takes more characters than they have in the text: about a screen, and two at a time.
  const [first = 0] = lengths;
  expect(first).toBeGreaterThan(1000);
  expect(first).toBeLessThan(30_000);
  const pieces = lengths.slice(1).map((length, i) => length - lengths[i]!);
  expect(pieces.length).toBeGreaterThan(20);
  expect(Math.max(...pieces)).toBeLessThan(60_000);
  // What is far away is reached at once by a click on its claim.
  await part.page.locator('.claim-entry button').last().click();
  await expect
    .poll(() => part.page.evaluate('document.activeElement.dataset.claim'))
    .toBe(String(await part.page.locator('.claim-entry').count()));
});
