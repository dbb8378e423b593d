import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LABEL_NAMES, LABELS, type AuditParams, type VerdictDetail } from '../../../../src/protocol/audit';
import { COMMANDS, subtypeKey } from '../../../../webview/audit/detail/triage/keys';
import { openDetail, STATE, type DetailPage } from './page';
import { JUDGE, someItem } from './items';

let part: DetailPage;
let labels: AuditParams<'label'>[];
let asked: AuditParams<'triage'>[];
/** What the auditor does with the next label. */
let storing: () => Promise<void>;
/** What the auditor waits for before it says which item is next. */
let finding: () => Promise<void>;
/** Items without a label, in their order. */
let open: readonly number[];

beforeAll(async () => {
  part = await openDetail({ width: 1100, height: 800 });
  part.answer(async (call, params: AuditParams<'label' & 'triage'>) => {
    if (call === 'label') {
      labels.push(params);
      await storing();
      return { revision: labels.length };
    }
    const triage = params as AuditParams<'triage'>;
    asked.push(triage);
    await finding();
    const next = open.find((index) => index > (triage.after ?? -1));
    return { ...(next === undefined ? {} : { next }), done: 12, of: 100 };
  });
});
afterAll(() => part.close());
beforeEach(async () => {
  labels = [];
  asked = [];
  open = [3, 7, 9, 11];
  storing = () => Promise.resolve();
  finding = () => Promise.resolve();
  await part.begin(someItem());
});

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await part.page.keyboard.press(key);
};
const pressed = () => part.page.locator('.triage-label[aria-pressed="true"]').allInnerTexts();
const mine = (label: 'PERC' | 'REAS'): VerdictDetail => ({
  method: 'human',
  label,
  at: '2026-05-02T00:00:00Z',
  by: 'ada',
});
const said = async (name: string) => (await part.said()).filter(([call]) => call === name);

describe('a label', () => {
  test('is given by its key, shown at once and stored', async () => {
    let release = (): void => undefined;
    storing = () => new Promise((resolve) => (release = resolve));
    await press('1');
    expect(await pressed()).toEqual([expect.stringContaining('Perception')]);
    expect(await said('onLabelled')).toEqual([['onLabelled', 7, 'PERC']]);
    await expect
      .poll(() => labels)
      .toEqual([{ set: '/sets/one', index: 7, annotator: 'ada', label: 'PERC' }]);
    release();
    await part.show({ detail: someItem({ details: [JUDGE, mine('PERC')] }) });
    expect(await pressed()).toEqual([expect.stringContaining('Perception')]);
  });

  test.each(['1', '2', '3', '4', '5', '6', '7', '8', '0'])('has the key %s', async (key) => {
    await press(key);
    expect(await pressed()).toEqual([expect.stringContaining(key)]);
  });

  test('has a kind by a second key, of the kinds that it has', async () => {
    await press('a');
    expect(labels).toEqual([]);
    await press('1', 'g');
    await expect.poll(() => labels.at(-1)).toMatchObject({ label: 'PERC', subtype: 'chart_value' });
    expect(await pressed()).toEqual([
      expect.stringContaining('Perception'),
      expect.stringContaining('chart value'),
    ]);
    await press('8', 'a');
    await expect.poll(() => labels.length).toBe(3);
    expect(labels.at(-1)).toEqual({ set: '/sets/one', index: 7, annotator: 'ada', label: 'REFUSE' });
  });

  test('has its kinds heard first right after it was given, and not later', async () => {
    await part.page
      .evaluate(`window.taken = []; window.other = (event) => { if (!event.defaultPrevented) window.taken.push(event.key); };
      document.getElementById('root').addEventListener('keydown', window.other);`);
    await part.page.locator('.detail-title h2').focus();
    await press('1', 'g');
    await expect.poll(() => labels.at(-1)).toMatchObject({ subtype: 'chart_value' });
    await press('g');
    expect(await part.page.evaluate('window.taken')).toEqual(['1', 'g']);
    await part.page.evaluate(`document.getElementById('root').removeEventListener('keydown', window.other)`);
  });

  test('shares none of its keys with a kind or a command', () => {
    const own = LABEL_NAMES.map((name) => LABELS[name].key);
    const kinds = Math.max(...LABEL_NAMES.map((name) => LABELS[name].subtypes.length));
    const all = [...own, ...Array.from({ length: kinds }, (_, i) => subtypeKey(i)), ...Object.keys(COMMANDS)];
    expect(new Set(all).size).toBe(all.length);
  });

  test('is taken back, with words, when it could not be stored; another try stores it', async () => {
    storing = () => Promise.reject(new Error('the disk is full'));
    await part.show({ detail: someItem({ details: [JUDGE, mine('REAS')] }) });
    await press('1');
    await expect.poll(() => part.page.getByRole('alert').innerText()).toContain('the disk is full');
    expect(await pressed()).toEqual([expect.stringContaining('Reasoning')]);
    expect(await said('onLabelled')).toEqual([
      ['onLabelled', 7, 'PERC'],
      ['onLabelled', 7, 'REAS'],
    ]);
    storing = () => Promise.resolve();
    await part.page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(pressed).toEqual([expect.stringContaining('Perception')]);
    expect(await part.page.getByRole('alert').count()).toBe(0);
  });

  test('that fails late does not take back the one given after it', async () => {
    let refuse = (): void => undefined;
    storing = () => new Promise((_, reject) => (refuse = () => reject(new Error('no'))));
    await press('1');
    await expect.poll(() => labels.length).toBe(1);
    storing = () => Promise.resolve();
    await press('2');
    await expect.poll(() => labels.length).toBe(2);
    refuse();
    await expect.poll(() => part.page.getByRole('alert').count()).toBe(1);
    expect(await pressed()).toEqual([expect.stringContaining('Reasoning')]);
    expect((await said('onLabelled')).at(-1)).toEqual(['onLabelled', 7, 'REAS']);
  });

  test('is undone step by step, also on an item that was left', async () => {
    await press('1');
    await part.show({ detail: someItem({ index: 9, row: 'geo-18' }) });
    await press('2', 'u');
    await expect.poll(() => labels.at(-1)).toMatchObject({ index: 9, label: null });
    expect(await pressed()).toEqual([]);
    await press('u');
    await expect.poll(() => labels.at(-1)).toMatchObject({ index: 7, label: null });
    expect(await said('onSelect')).toEqual([['onSelect', 7]]);
    await press('u');
    expect(labels.length).toBe(4);
  });

  test('has a note, in whose field keys are letters', async () => {
    await press('m');
    expect(await part.page.locator('.triage-note').isDisabled()).toBe(true);
    await press('1', 'm');
    await part.page.keyboard.type('u1n length 73');
    await press('Enter');
    await expect.poll(() => labels.at(-1)).toMatchObject({ label: 'PERC', note: 'u1n length 73' });
    expect(labels.length).toBe(2);
  });

  test('is not given to the item that was left, while the chosen one is on its way', async () => {
    await part.show({ state: { ...STATE, selected: 9 } });
    await press('1', 's');
    await part.page.locator('.triage-label').first().click();
    await part.show({ detail: someItem({ index: 9, row: 'geo-18' }) });
    await press('2');
    await expect.poll(() => labels).toEqual([expect.objectContaining({ index: 9, label: 'REAS' })]);
    expect(await said('onSelect')).toEqual([]);
  });

  test('is not given to the item that was left, while the next one is looked for', async () => {
    let found = (): void => undefined;
    const answer = new Promise<void>((resolve) => (found = resolve));
    finding = () => answer;
    await press('n', '1', 's', 'n');
    await part.page.locator('.triage-label').first().click();
    found();
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 9]]);
    expect(labels).toEqual([]);
    await part.show({ state: { ...STATE, selected: 9 }, detail: someItem({ index: 9, row: 'geo-18' }) });
    await press('2');
    await expect.poll(() => labels).toEqual([expect.objectContaining({ index: 9, label: 'REAS' })]);
    // A search that failed is over, too.
    finding = () => Promise.reject(new Error('the auditor is gone'));
    await press('n');
    await expect.poll(() => part.page.getByRole('alert').count()).toBe(1);
    await press('1');
    await expect.poll(() => labels.at(-1)).toMatchObject({ index: 9, label: 'PERC' });
  });

  test('is not given by a key with Ctrl, nor twice by a key held down', async () => {
    await press('Control+1', 'Alt+1');
    expect(labels).toEqual([]);
  });
});

describe('the next item', () => {
  test('without a label is asked for after this one', async () => {
    await press('n');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 9]]);
    expect(asked).toContainEqual({ set: '/sets/one', filter: {}, annotator: 'ada', after: 7 });
  });
  test('is the one after the chosen one, also while that is on its way', async () => {
    await part.show({ state: { ...STATE, selected: 9 } });
    await press('n');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 11]]);
  });
  test('comes from the beginning when there is none behind', async () => {
    open = [3, 7];
    await press('n');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 3]]);
  });
  test('is not one that was skipped', async () => {
    await press('s');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 9]]);
    await part.show({ detail: someItem({ index: 9 }) });
    await press('s');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 11]]);
    await part.show({ detail: someItem({ index: 3 }) });
    await press('n');
    await expect.poll(() => said('onSelect')).toEqual([['onSelect', 11]]);
  });
  test('is none when all are done, and that is said', async () => {
    open = [7];
    await press('n');
    await expect.poll(() => part.page.locator('.triage-said').innerText()).toContain('Every item');
    expect(await said('onSelect')).toEqual([]);
  });
  test('stands in a sample whose progress is shown', async () => {
    await part.begin(someItem(), {
      state: { ...STATE, triage: { annotator: 'grace', sample: 100, blind: false } },
    });
    await expect.poll(() => part.page.locator('.triage-progress').innerText()).toBe('12 of 100');
    expect(asked.at(-1)).toMatchObject({ annotator: 'grace', sample: 100 });
  });
});

describe('blind labelling', () => {
  const blind = { ...STATE, triage: { annotator: 'ada', sample: 100, blind: true } };
  test('hides what others say until the label is given, and stores that it was blind', async () => {
    await part.begin(someItem({ details: [JUDGE] }), { state: blind });
    const text = () => part.page.locator('.detail').innerText();
    expect(await text()).not.toMatch(
      /geometry diagram|Judge:|stands beside AC|first decisive error|Answers with other/,
    );
    expect(await part.page.locator('[data-claim], .first-error').count()).toBe(0);
    await press('x', 't');
    await press('2');
    await expect.poll(text).toMatch(/geometry diagram/);
    expect(await part.page.locator('[data-claim]').count()).toBeGreaterThan(0);
    await expect.poll(() => labels.at(-1)).toMatchObject({ label: 'REAS', blind: true });
  });
  test('is switched by o, and told to whoever keeps the state', async () => {
    await press('o');
    expect(await said('change')).toEqual([['change', { triage: { annotator: 'ada', blind: true } }]]);
    expect(await part.page.locator('[data-claim]').count()).toBe(0);
  });
});

test('the list of keys opens by ? and takes every key until it is closed', async () => {
  await press('?');
  const dialog = part.page.getByRole('dialog', { name: 'Keys' });
  expect(await dialog.innerText()).toContain('label: Perception');
  await press('1', 'u');
  expect(labels).toEqual([]);
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await press('1');
  await expect.poll(() => labels.length).toBe(1);
});

test('brackets go through the list', async () => {
  await press('[', ']');
  expect(await said('onMove')).toEqual([
    ['onMove', -1],
    ['onMove', 1],
  ]);
});

test('nothing broke the policy', () => {
  expect(part.errors).toEqual([]);
});
