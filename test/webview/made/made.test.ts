import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCurriculum } from '../../browse/made/support/set';
import { discard } from '../../fixtures/discard';
import { openMadePage, type MadeTestPage } from './page';
import { HOSTILE, someMade } from './set';

let made: MadeTestPage;
let set: Awaited<ReturnType<typeof someMade>>;
beforeAll(async () => {
  [made, set] = await Promise.all([openMadePage({ width: 1500, height: 900 }), someMade(600)]);
});
afterAll(async () => {
  await made.close();
  discard(set.root);
});

const locate = (selector: string) => made.page.locator(selector);
const press = (key: string) => made.page.keyboard.press(key);
const text = (selector: string) => locate(selector).innerText();
/** What was said by hand so far, as it is stored. */
const byHand = (): string => {
  const path = join(set.dir, 'hand.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
};
const begin = async (state: Parameters<MadeTestPage['open']>[1] = {}): Promise<void> => {
  await made.open(set.file, state);
  await locate('.item-row.selected').waitFor();
};

describe('the page', () => {
  test('shows the funnel, the questions, and the first in full with every answer in each arm', async () => {
    await begin();
    expect(await text('.header')).toContain('150 of 600 questions kept');
    expect(await text('.list-total')).toBe('600 questions');
    await expect.poll(() => text('.detail-pane')).toContain('Scene 0: a striped boat');
    expect(await locate('.answer-matrix tbody tr').count()).toBe(2);
    expect(await text('.option-gold')).toContain('left of the tree');
    expect(await locate('.rollouts > li').count()).toBe(8);
    await locate('.answer-cell').first().click();
    expect(await text('.answer-full')).toContain('I think that it is option A');
    await expect
      .poll(() =>
        made.page.evaluate(`document.querySelector('.image-frame img, .image-frame canvas') !== null`),
      )
      .toBe(true);
  });

  test('a click into the funnel lists what fell there; a second one all', async () => {
    await begin();
    await locate('.funnel-step').nth(2).click();
    await expect.poll(() => text('.list-total')).toMatch(/^\d+ found$/u);
    expect(made.shown()?.filter).toEqual({ steps: ['check'] });
    await expect.poll(() => text('.item-row.selected')).toContain('Checked:');
    await locate('.funnel-step').nth(2).click();
    await expect.poll(() => text('.list-total')).toBe('600 questions');
    await locate('.funnel-kept').click();
    await expect.poll(() => text('.list-total')).toBe('150 found');
  });

  test('outcomes of a model, reasons and pass rates narrow the list, and chips take it back', async () => {
    await begin();
    await locate('[aria-label^="b from image, never answered"]').click();
    await expect
      .poll(() => made.shown()?.filter)
      .toEqual({
        outcomes: [{ model: 'b', arm: 'image', outcome: 'missing' }],
      });
    await expect.poll(() => text('.list-total')).toMatch(/found$/u);
    await locate('.filter-chip').click();
    await expect.poll(() => text('.list-total')).toBe('600 questions');
    await locate('.rate-bin').first().click();
    await expect.poll(() => made.shown()?.filter.rate).toEqual({ from: 0, to: 0.0999 });
  });

  test('is worked through by keys: j and l move, d drops with a note, u takes it back', async () => {
    await begin();
    await press('j');
    await press('j');
    await press('l');
    await expect.poll(() => made.shown()?.selected).toBe(1);
    await expect.poll(() => text('.detail-pane .made-asked')).toContain(HOSTILE);
    await press('n');
    await made.page.keyboard.type('a joke, keep out');
    await press('Escape');
    await press('d');
    await expect.poll(() => text('.hand-said')).toContain('Dropped by hand');
    const lines = () => readFileSync(join(set.dir, 'hand.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(lines().at(-1)!)).toMatchObject({ decision: 'drop', note: 'a joke, keep out' });
    await expect.poll(() => locate('.item-row.selected .made-hand .icon').count()).toBe(1);
    await press('u');
    await expect.poll(() => text('.hand-said')).toBe('Taken back.');
    expect(JSON.parse(lines().at(-1)!)).toMatchObject({ decision: null });
    expect(made.errors).toEqual([]);
  });

  test('a key says nothing of the question that was left, while the chosen one is on its way', async () => {
    await begin({ selected: 4 });
    await expect.poll(() => text('.detail-pane h2')).toContain('q-4');
    const before = byHand();
    const release = made.hold('madeItem');
    await made.post({ type: 'show', state: { file: set.file, selected: 300 } });
    await expect.poll(() => made.shown()?.selected).toBe(300);
    await press('d');
    await press('u');
    release();
    await expect.poll(() => text('.detail-pane h2')).toContain('q-300');
    expect(byHand()).toBe(before);
  });

  test('nor of the one that was left for a row that is on its way', async () => {
    await begin({ selected: 4 });
    await expect.poll(() => text('.detail-pane h2')).toContain('q-4');
    await locate('.item-list').focus();
    const before = byHand();
    const release = made.hold('madePage');
    await press('End');
    await press('d');
    release();
    await expect.poll(() => text('.detail-pane h2')).toContain('q-599');
    expect(byHand()).toBe(before);
    await press('d');
    await expect.poll(() => text('.hand-said')).toContain('Dropped by hand');
    await press('u');
    await expect.poll(() => text('.hand-said')).toBe('Taken back.');
  });

  test('does not swallow a note that is written before anything was decided', async () => {
    await begin({ selected: 4 });
    await press('n');
    await made.page.keyboard.type('too small to see');
    await press('Enter');
    await expect.poll(() => text('.hand-said')).toContain('stored when you keep');
    expect(await locate('.hand-note').inputValue()).toBe('too small to see');
    await press('k');
    await expect.poll(() => text('.hand-said')).toContain('Kept by hand');
    expect(readFileSync(join(set.dir, 'hand.jsonl'), 'utf8')).toContain('too small to see');
    await press('u');
    await expect.poll(() => text('.hand-said')).toBe('Taken back.');
  });

  test('a duplicate shows what it equals and leads there, also where the filter leaves that out', async () => {
    await begin({ filter: { steps: ['duplicates'] }, selected: 11 });
    await expect.poll(() => text('.made-same')).toContain('Where does the striped boat stand in scene 8?');
    expect(await text('.made-same')).toContain('q-8');
    expect(await made.violations()).toEqual([]);
    await locate('.made-same button').click();
    await expect.poll(() => text('.detail-pane h2')).toContain('q-8');
    expect(made.shown()?.selected).toBe(8);
  });

  test('what fell before it was asked is not offered to be kept', async () => {
    await begin({ selected: 3 });
    await expect.poll(() => text('.detail-pane')).toContain('it cannot be kept by hand');
    expect(await locate('.hand-note').count()).toBe(0);
    await press('k');
    await begin({ selected: 4 });
    await expect.poll(() => locate('.hand-note').count()).toBe(1);
    expect(await locate('.hand-bar [aria-pressed="true"]').count()).toBe(0);
  });

  test('in a narrow panel shows what was kept, without scrolling for it', async () => {
    await made.page.setViewportSize({ width: 400, height: 800 });
    await begin();
    const end = await locate('.funnel-kept').evaluate((kept) => kept.getBoundingClientRect().right);
    await made.page.setViewportSize({ width: 1500, height: 900 });
    expect(end).toBeLessThanOrEqual(400);
  });

  test('says in sentences whether the data is any good, and leads to the questions', async () => {
    await made.open(set.file, { tab: 'figures' });
    await locate('.figures').waitFor();
    const words = await text('.figures');
    expect(words).toContain('a model can learn the position instead of the image');
    expect(words).toContain('kappa 0.41');
    expect(words).toContain('the adaptive rule did not need 120 more');
    await locate('.fell-reasons button:has-text("b is wrong from the caption")').click();
    await expect
      .poll(() => made.shown()?.filter)
      .toEqual({
        steps: ['keep'],
        reasons: ['b is wrong from the caption'],
      });
  });

  test('comes back with its filter and question after a reload', async () => {
    await begin({ filter: { decision: 'kept' }, selected: 8 });
    await expect.poll(() => text('.detail-pane')).toContain('Scene 8:');
    await made.reload();
    await expect.poll(() => text('.list-total')).toBe('150 found');
    await expect.poll(() => text('.detail-pane')).toContain('Scene 8:');
  });

  test('has no barrier that axe finds, in any theme and in both tabs', async () => {
    for (const tab of ['browse', 'figures'] as const) {
      await made.open(set.file, { tab });
      await locate(tab === 'browse' ? '.answer-matrix' : '.figures').waitFor();
      for (const theme of ['dark', 'light', 'contrast'] as const) {
        await made.theme(theme);
        expect(await made.violations(), `${tab} ${theme}`).toEqual([]);
      }
    }
    await made.theme('dark');
    expect(made.errors).toEqual([]);
  });
});

describe('a dataset', () => {
  test('whose recipe has changed says so and offers to make it again', async () => {
    writeCurriculum(set.root, 'wrong_from_image');
    await made.open(set.file);
    await locate('.header-note.stale').waitFor();
    await locate('.header-note.stale vscode-button').click();
    expect(made.acts()).toEqual([{ action: 'make', dataset: 'hard' }]);
    writeCurriculum(set.root);
    await made.post({ type: 'look' });
    await locate('.header-note.stale').waitFor({ state: 'detached' });
  });

  test('that is not made yet offers to make it; while it is made it says so', async () => {
    const file = join(set.root, 'new.curriculum.yaml');
    writeFileSync(
      file,
      readFileSync(set.file, 'utf8').replaceAll('  hard:', '  fresh:').replace('data: hard', 'data: fresh'),
    );
    await made.open(file);
    await locate('.empty').waitFor();
    expect(await text('.empty')).toContain('fresh has not been made yet');
    expect(await made.violations()).toEqual([]);
    await locate('.empty vscode-button').click();
    expect(made.acts()).toEqual([{ action: 'make', dataset: 'fresh' }]);
    await made.post({ type: 'making', datasets: ['fresh'] });
    await expect.poll(() => text('.empty')).toContain('Being made');
  });

  test('of a curriculum with mistakes says which, and can be tried again', async () => {
    const file = join(set.root, 'bad.curriculum.yaml');
    writeFileSync(file, 'curriculum: 1\nname: [\n');
    await made.open(file);
    await locate('[role="alert"]').waitFor();
    expect(await text('[role="alert"]')).toContain('The curriculum has mistakes');
  });
});
