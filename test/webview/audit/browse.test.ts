import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { property } from '../parts/page';
import { someItem } from './items';
import { openAuditPage, type AuditTestPage } from './page';
import { standIn, type StandIn } from './stand-in';

let audit: AuditTestPage;
let auditor: StandIn;
beforeAll(async () => {
  audit = await openAuditPage({ width: 1400, height: 900 });
});
afterAll(() => audit.close());

const rows = () => audit.page.locator('.item-row');
const selected = () => audit.page.locator('.item-row.selected');
const list = () => audit.page.locator('.item-list');
const total = () => audit.page.locator('.list-total').innerText();
const press = (key: string) => audit.page.keyboard.press(key);
/** Numbers of the items that are wrong, in the order of the source. */
const wrong = (count: number) =>
  Array.from({ length: count }, (_, i) => someItem(i)).filter(({ correct }) => correct === false);

async function begin(count: number, state: Parameters<AuditTestPage['open']>[1] = {}): Promise<void> {
  auditor = standIn({ count });
  await audit.open(auditor, state);
  await selected().waitFor();
}

describe('the list', () => {
  test('shows failures first of all, one line of columns each, and the first of them in full', async () => {
    await begin(2000);
    const [first] = wrong(50);
    expect(await total()).toBe(`${wrong(2000).length.toLocaleString('en')} of 2,000 items`);
    const text = await selected().innerText();
    for (const part of [first!.row, first!.dataset, first!.gold, first!.extracted!])
      expect(text).toContain(part);
    await expect.poll(() => audit.page.locator('.detail-pane').innerText()).toContain(first!.row);
    const marks = await selected().locator('.verdict-mark[role="img"]').count();
    expect(marks).toBe(first!.verdicts.length);
  });

  test('is gone through by keys; Enter reads the item and Escape comes back', async () => {
    await begin(2000);
    const items = wrong(2000);
    await list().focus();
    for (const key of ['j', 'ArrowDown', 'j', 'k']) await press(key);
    await expect.poll(() => selected().innerText()).toContain(items[2]!.row);
    await press('End');
    await expect.poll(() => selected().innerText()).toContain(items.at(-1)!.row);
    await press('Home');
    await press('PageDown');
    await expect.poll(() => audit.shown()?.selected).not.toBe(items[0]!.index);
    const at = items.findIndex(({ index }) => index === audit.shown()?.selected);
    expect(at).toBeGreaterThan(4);
    expect(await list().getAttribute('aria-activedescendant')).toBe(await selected().getAttribute('id'));
    await press('Enter');
    expect(await audit.page.evaluate('document.activeElement.className')).toBe('detail-pane');
    await press('Escape');
    expect(await audit.page.evaluate('document.activeElement.className')).toContain('item-list');
  });

  test('of a million rows reaches the last and comes back, row by row and by the bar', async () => {
    await begin(1_000_000, { filter: { outcome: 'all' } });
    expect(await property(list().locator('.item-rows'), 'clientHeight')).toBe(8_000_000);
    await list().focus();
    await press('End');
    await expect.poll(() => selected().innerText()).toContain(someItem(999_999).row);
    await press('k');
    await expect.poll(() => selected().innerText()).toContain(someItem(999_998).row);
    // The selected row is really in view, not only drawn.
    const [row, box] = [await selected().boundingBox(), await list().boundingBox()];
    expect(row!.y).toBeGreaterThanOrEqual(box!.y);
    expect(row!.y + row!.height).toBeLessThanOrEqual(box!.y + box!.height + 1);
    await audit.page.evaluate('document.querySelector(".item-list").scrollTop = 4_000_000');
    // Half the way of the bar is half of the list.
    const middle = () => rows().nth(12).getAttribute('aria-posinset');
    await expect.poll(async () => Math.abs(Number(await middle()) - 500_000)).toBeLessThan(100);
    await expect.poll(() => rows().nth(12).innerText()).toContain('Gold');
    expect(await rows().count()).toBeLessThan(60);
    // A notch of the wheel goes on by some rows, not by a share of a million.
    const before = Number(await middle());
    await list().hover();
    await audit.page.mouse.wheel(0, 440);
    await expect.poll(async () => Number(await middle()) - before).toBe(10);
    await press('Home');
    await expect.poll(() => selected().innerText()).toContain(someItem(0).row);
  });

  test('holds few elements, whatever is scrolled through', async () => {
    await begin(100_000, { filter: { outcome: 'all' } });
    for (let i = 1; i <= 20; i += 1)
      await audit.page.evaluate(`document.querySelector(".item-list").scrollTop = ${i * 200_000}`);
    await expect.poll(() => rows().nth(12).innerText()).toContain('Gold');
    expect(await audit.page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(2500);
  });

  test('is sorted by a menu and turned round by a button', async () => {
    await begin(500);
    await audit.page.getByRole('combobox', { name: 'Order' }).click();
    await audit.page.getByRole('option', { name: 'Length', exact: true }).click();
    const longest = wrong(500).toSorted((a, b) => b.length - a.length)[0]!;
    await audit.page.getByRole('button', { name: /^Ascending/ }).click();
    await expect.poll(() => rows().first().innerText()).toContain(longest.row);
    expect(audit.shown()).toMatchObject({ order: 'length', descending: true });
  });

  test('keeps the chosen item where it is while labels come', async () => {
    await begin(500);
    await list().focus();
    for (let i = 0; i < 5; i += 1) await press('j');
    const chosen = wrong(500)[5]!;
    await expect.poll(() => audit.shown()?.selected).toBe(chosen.index);
    auditor.rows.set(chosen.index, { verdicts: [{ method: 'human', label: 'ANNOT' }] });
    auditor.revision += 1;
    await audit.post({ type: 'changed', set: auditor.set.dir, revision: auditor.revision });
    await expect.poll(() => selected().locator('[aria-label="Human: Annotation"]').count()).toBe(1);
    expect(audit.shown()?.selected).toBe(chosen.index);
  });

  test('goes on to the one after an item that its label has taken out of the filter', async () => {
    await begin(500, { filter: { labels: ['none'] } });
    const unlabelled = wrong(500).filter(({ verdicts }) => verdicts.length === 0);
    await list().focus();
    auditor.rows.set(unlabelled[0]!.index, { verdicts: [{ method: 'human', label: 'PERC' }] });
    auditor.revision += 1;
    await audit.post({ type: 'changed', set: auditor.set.dir, revision: auditor.revision });
    await expect.poll(() => rows().first().innerText()).toContain(unlabelled[1]!.row);
    // It can still be read.
    expect(await audit.page.locator('.detail-pane').innerText()).toContain(unlabelled[0]!.row);
    await press('j');
    await expect.poll(() => audit.shown()?.selected).toBe(unlabelled[1]!.index);
  });

  test('takes no label for an item that was left for one whose row is on its way', async () => {
    await begin(5000);
    await list().focus();
    auditor.delays.page = 500;
    await press('End');
    await press('1');
    const last = wrong(5000).at(-1)!;
    await expect.poll(() => audit.page.locator('.detail-pane').innerText()).toContain(last.row);
    expect(auditor.asked.filter(({ call }) => call === 'label')).toEqual([]);
    await press('2');
    await expect
      .poll(() => auditor.asked.filter(({ call }) => call === 'label').map(({ params }) => params))
      .toEqual([expect.objectContaining({ index: last.index, label: 'REAS' })]);
  });

  test('says what refuses it, and tries again', async () => {
    auditor = standIn({ count: 100 });
    auditor.refused.page = 'The set has been moved.';
    await audit.open(auditor);
    await expect.poll(() => audit.page.getByRole('alert').innerText()).toContain('The set has been moved.');
    delete auditor.refused.page;
    await audit.page.getByRole('button', { name: 'Try again' }).click();
    await selected().waitFor();
    expect(await audit.page.getByRole('alert').count()).toBe(0);
  });
});

describe('filters', () => {
  test('narrow the list, count what each value would give, and stand as chips', async () => {
    await begin(2000);
    const pope = wrong(2000).filter(({ dataset }) => dataset === 'POPE');
    const box = audit.page.getByRole('checkbox', { name: /^POPE/ });
    expect(await box.locator('xpath=..').innerText()).toContain(String(pope.length));
    await box.check();
    await expect.poll(total).toBe(`${pope.length} of 2,000 items`);
    expect(audit.shown()?.filter).toEqual({ datasets: ['POPE'] });
    // The counts of the same field leave it out.
    const other = audit.page.getByRole('checkbox', { name: /^GSM8K/ });
    const gsm = wrong(2000).filter(({ dataset }) => dataset === 'GSM8K').length;
    expect(await other.locator('xpath=..').innerText()).toContain(String(gsm));
    await audit.page.getByRole('button', { name: 'Remove the filter Data set: POPE' }).click();
    await expect.poll(() => audit.shown()?.filter).toEqual({});
  });

  test('by label, of a method, and where methods disagree', async () => {
    await begin(2000);
    await audit.page.getByRole('radio', { name: 'Judge', exact: true }).check({ force: true });
    await audit.page.getByRole('checkbox', { name: /^Format/ }).check();
    const format = wrong(2000).filter(({ verdicts }) =>
      verdicts.some(({ method, label }) => method === 'judge' && label === 'FORMAT'),
    );
    await expect.poll(total).toBe(`${format.length} of 2,000 items`);
    await audit.page.getByRole('button', { name: 'Clear all' }).click();
    await audit.page.getByRole('radio', { name: /^Disagree/ }).check({ force: true });
    await expect.poll(() => audit.shown()?.filter).toEqual({ agreement: 'disagree' });
  });

  test('by trace length with the brush, by pointer and by keys', async () => {
    await begin(2000);
    const shortest = audit.page.getByRole('slider', { name: 'Shortest' });
    await shortest.focus();
    await press('PageUp');
    await expect.poll(() => audit.shown()?.filter.length?.[0]).toBe(415);
    const long = wrong(2000).filter(({ length }) => length >= 415);
    await expect.poll(total).toBe(`${long.length} of 2,000 items`);
    expect(await shortest.getAttribute('aria-valuetext')).toBe('415 tokens');
    const plot = (await audit.page.locator('.brush svg').boundingBox())!;
    await audit.page.mouse.move(plot.x + plot.width * 0.26, plot.y + 20);
    await audit.page.mouse.down();
    await audit.page.mouse.move(plot.x + plot.width * 0.49, plot.y + 20, { steps: 3 });
    await audit.page.mouse.up();
    await expect.poll(() => audit.shown()?.filter.length).toEqual([790, 1539]);
  });

  test('search as one types, from the slash key', async () => {
    await begin(2000);
    await list().focus();
    await press('/');
    await audit.page.keyboard.type('triangle');
    const found = wrong(2000).filter(({ question }) => question.includes('triangle'));
    await expect.poll(total).toBe(`${found.length} of 2,000 items`);
    expect(auditor.asked.filter(({ call }) => call === 'page').length).toBeLessThan(8);
    await press('Enter');
    expect(await audit.page.evaluate('document.activeElement.className')).toContain('item-list');
    await press('Control+f');
    await press('Escape');
    await expect.poll(() => audit.shown()?.filter).toEqual({});
  });

  test('go from value to value by arrow keys', async () => {
    await begin(300);
    await audit.page
      .getByRole('checkbox', { name: /^Perception\d*/ })
      .first()
      .focus();
    await press('ArrowDown');
    await press('Space');
    await expect.poll(() => audit.shown()?.filter).toEqual({ labels: ['REAS'] });
  });

  test('that leave nothing say so, with a way out', async () => {
    auditor = standIn({ count: 300 });
    await audit.open(auditor, { filter: { text: 'no such words' } });
    await expect.poll(() => audit.page.locator('.empty').first().innerText()).toContain('No item matches');
    await audit.page.getByRole('button', { name: 'Clear the filters' }).click();
    await selected().waitFor();
  });

  test('can be put away and made wider by keys', async () => {
    await begin(300);
    const width = async () => (await audit.page.locator('.filters-pane').boundingBox())!.width;
    const before = await width();
    await audit.page.getByRole('separator', { name: 'Width of the filters' }).focus();
    await press('ArrowRight');
    await expect.poll(width).toBe(before + 20);
    await audit.page.getByRole('button', { name: 'Hide the filters' }).click();
    await expect.poll(() => audit.page.locator('.filters-pane').count()).toBe(0);
  });
});

describe('small multiples', () => {
  test('show shares with intervals, lead to their failures, and back', async () => {
    await begin(2000);
    const bar = audit.page.locator('.group-bar', { hasText: 'POPE' });
    expect(await bar.innerText()).toMatch(/\d\.\d % \[\d+\.\d, \d+\.\d\]\s+n\s*\d+/);
    await bar.click();
    await expect.poll(() => audit.shown()?.filter).toEqual({ datasets: ['POPE'] });
    // The other groups stay to be gone to.
    await expect.poll(() => audit.page.locator('.group-bar').count()).toBe(4);
    expect(await bar.getAttribute('aria-pressed')).toBe('true');
    await bar.focus();
    await press('Enter');
    await expect.poll(() => audit.shown()?.filter).toEqual({});
  });

  test('are grouped anew by a key, and read as a table', async () => {
    await begin(2000);
    await list().focus();
    for (let i = 0; i < 3; i += 1) await press('g');
    await expect
      .poll(() => audit.page.locator('.group-bar').first().innerText())
      .toContain('0 to 511 tokens');
    await audit.page.getByRole('button', { name: 'Show as table' }).click();
    const table = audit.page.getByRole('region', { name: 'Perception among failures by length' });
    expect(await table.getByRole('row').nth(1).innerText()).toMatch(/0 to 511 tokens.*\d+ of \d+/s);
  });

  test('are saved as a picture that stands alone', async () => {
    await begin(500);
    await audit.page.locator('.group-bar').first().waitFor();
    await audit.page.getByRole('button', { name: 'Save as SVG' }).click();
    const [act] = audit.acts();
    if (act?.action !== 'saveSvg') throw new Error('nothing was saved');
    expect(act.svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg".*POPE.*% \[.*<\/svg>\n$/s);
    expect(act.svg).not.toContain('var(');
  });
});

describe('what is shown', () => {
  test('is there again after the window is loaded anew', async () => {
    await begin(2000, { filter: { datasets: ['POPE'] }, order: 'length', descending: true });
    await list().focus();
    for (let i = 0; i < 30; i += 1) await press('j');
    await audit.page.getByRole('button', { name: 'Hide the shares by group' }).click();
    const before = audit.shown();
    await audit.reload();
    await selected().waitFor();
    expect(audit.shown()).toEqual(before);
    expect(await audit.page.locator('.multiples').count()).toBe(0);
    const [row, box] = [await selected().boundingBox(), await list().boundingBox()];
    expect(row!.y).toBeGreaterThanOrEqual(box!.y);
    expect(row!.y).toBeLessThan(box!.y + box!.height);
  });

  test('is what a link says', async () => {
    await begin(2000);
    const item = wrong(2000)[700]!;
    await audit.post({
      type: 'show',
      state: { set: auditor.set.dir, selected: item.index, filter: {} },
      annotator: 'ada',
    });
    await expect.poll(() => selected().innerText()).toContain(item.row);
    await audit.page.getByRole('button', { name: 'Copy a link to what is shown' }).click();
    const [act] = audit.acts();
    expect(act).toMatchObject({ action: 'copyLink', state: { selected: item.index, set: auditor.set.dir } });
  });
});

test('nothing broke the policy', () => {
  expect(audit.errors).toEqual([]);
});
