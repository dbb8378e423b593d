import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuditPage, type AuditTestPage } from './page';
import { standIn } from './stand-in';

let audit: AuditTestPage;
beforeAll(async () => {
  audit = await openAuditPage({ width: 1400, height: 900 });
});
afterAll(() => audit.close());

/** In the page: presses `j`; whether the item's name stands in the pane after the next few frames, whatever they take. */
const NEXT = `(async () => {
  const idOf = () => document.querySelector('.item-row.selected .item-id')?.textContent;
  const before = idOf();
  document.querySelector('.item-list').dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
  for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
  const id = idOf();
  return id !== before && document.querySelector('.detail-pane').textContent.includes(id);
})()`;

test('the next item of 100,000 is there before its key is pressed', async () => {
  const auditor = standIn({ count: 150_000 });
  let gate = Promise.resolve();
  await audit.open({
    ...auditor,
    answer: async (call, params) => {
      if (call === 'item') await gate;
      return auditor.answer(call, params);
    },
  });
  const answered = (): number =>
    new Set(
      auditor.asked.flatMap(({ call, params }) =>
        call === 'item' ? (params as { index: number }).index : [],
      ),
    ).size;
  for (let press = 0; press < 12; press += 1) {
    // The item that is shown, and the two after it.
    await expect.poll(answered).toBe(3 + press);
    // No item is answered while the key is pressed: what is shown has come already.
    let open = (): void => undefined;
    gate = new Promise((resolve) => (open = resolve));
    expect(await audit.page.evaluate(NEXT)).toBe(true);
    open();
  }
});

test('the first rows are asked for at once, and no more are drawn than are seen', async () => {
  const auditor = standIn({ count: 150_000 });
  await audit.open(auditor);
  await audit.page.locator('.item-row .item-id').first().waitFor();
  expect(Number(await audit.page.evaluate('document.querySelectorAll("*").length'))).toBeLessThan(2500);
  // The rows are asked for together with the set, not after it: one way to and fro.
  const calls = auditor.asked.map(({ call }) => call);
  expect(calls.slice(1, 4)).toEqual(expect.arrayContaining(['open', 'page']));
});

test('holding a key asks for few items, and ends at the right one', async () => {
  const auditor = standIn({ count: 3000 });
  await audit.open(auditor, { filter: { outcome: 'all' } });
  await audit.page.locator('.item-row.selected').waitFor();
  await audit.page.evaluate(`(() => { const list = document.querySelector('.item-list');
    for (let i = 0; i < 200; i += 1) list.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true })); })()`);
  await expect.poll(() => audit.shown()?.selected).toBe(200);
  await expect.poll(() => audit.page.locator('.item-row.selected').innerText()).toContain('00200');
  await expect.poll(() => audit.page.locator('.detail-pane').innerText()).toContain('00200');
  expect(audit.errors).toEqual([]);
});
