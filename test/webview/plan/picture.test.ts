import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPart, property, type PartPage } from '../parts/page';
import { aDetail, aStage, ratesAround, threeStages } from '../parts/run';

let part: PartPage;
beforeAll(async () => {
  part = await openPart({ width: 1000, height: 500 });
});
afterAll(() => part.close());
beforeEach(async () => {
  await part.clear();
  await part.page.setViewportSize({ width: 1000, height: 500 });
  await part.show('PlanPicture', threeStages());
});

const stages = () => part.page.locator('.plan-stage');

describe('the plan picture', () => {
  test('draws a column a stage with its band, and lights the place of the sorted one', async () => {
    expect(await stages().count()).toBe(3);
    expect(await part.page.locator('.band').count()).toBe(3);
    expect(await part.page.locator('.sweep').count()).toBe(1);
    const here = part.page.locator('.here');
    const before = Number(await here.getAttribute('cy'));
    const { detail, passRates } = threeStages();
    const later = detail.stages.map((stage) => (stage.id === 'think' ? { ...stage, step: 95 } : stage));
    await part.show('PlanPicture', { detail: { ...detail, stages: later }, passRates });
    // Later in the easy-to-hard pass: harder rows, which lie higher.
    expect(Number(await here.getAttribute('cy'))).toBeLessThan(before);
  });

  test('lets the whole band of a shuffled stage glow', async () => {
    const stage = aStage('see', { state: 'running', step: 10, attempts: 1 });
    await part.show('PlanPicture', { detail: aDetail([stage]), passRates: [ratesAround('see', 0.5, 100)] });
    expect(await part.page.locator('.glows .band').count()).toBe(1);
    expect(await part.page.locator('.sweep').count()).toBe(0);
    expect(await part.page.locator('.now').count()).toBe(1);
  });

  test('says in the column that a stage has no pass rates', async () => {
    await part.show('PlanPicture', { detail: threeStages().detail, passRates: [] });
    expect(await part.page.locator('.plan-unrated').allInnerTexts()).toEqual(Array(3).fill('no pass rates'));
  });

  test('opens the curves of a stage by mouse and by keyboard', async () => {
    await stages().nth(2).click();
    expect(await part.said()).toEqual([['onStage', 'see-and-think']]);
    await part.page.keyboard.press('ArrowLeft');
    await part.page.keyboard.press('Enter');
    expect(await part.said()).toEqual([['onStage', 'think']]);
    await part.page.keyboard.press('Home');
    await part.page.keyboard.press('Space');
    expect(await part.said()).toEqual([['onStage', 'see']]);
  });

  test('is one stop of the tab key and tells what it shows', async () => {
    expect(await part.page.locator('.plan-stage[tabindex="0"]').count()).toBe(1);
    expect(await part.page.getByRole('img', { name: /Plan of qwen3-vl-8b-staged: 3 stages/ }).count()).toBe(
      1,
    );
    const think = part.page.getByRole('button', { name: 'think 70 / 150 steps, 12,800 rows' });
    const description = (await think.getAttribute('aria-describedby')) ?? '';
    expect(await part.page.locator(`[id="${description}"]`).textContent()).toMatch(
      /^Stage think, textual reasoning, running, step 70 of 150/,
    );
  });

  test('shows a card for the stage in focus, and puts it away on Escape', async () => {
    await stages().first().focus();
    expect(await part.page.locator('.plan-card').innerText()).toContain('0.6213 at step 80');
    await part.page.keyboard.press('Escape');
    expect(await part.page.locator('.plan-card').count()).toBe(0);
  });

  test('can be read as a table with the same facts', async () => {
    await part.page.getByRole('button', { name: 'Plan as a table' }).click();
    const row = part.page.getByRole('row', { name: /^think/ });
    expect(await row.innerText()).toMatch(/12,800\s+150\s+0\.13\s+0\.50\s+0\.88/);
    await row.getByRole('button', { name: 'think' }).click();
    expect(await part.said()).toEqual([['onStage', 'think']]);
    await part.page.getByRole('button', { name: 'Plan as a table' }).click();
    expect(await stages().count()).toBe(3);
  });

  test('scrolls with twelve stages in a narrow panel, and every one can be reached', async () => {
    await part.page.setViewportSize({ width: 500, height: 400 });
    const many = Array.from({ length: 12 }, (_, i) =>
      aStage(`s${i}`, { from: i === 0 ? 'base' : `best of s${i - 1}` }),
    );
    await part.show('PlanPicture', { detail: aDetail(many), passRates: [] });
    const frame = part.page.locator('.plan-frame');
    await expect.poll(() => property(frame, 'scrollWidth')).toBeGreaterThan(1000);
    await stages().first().focus();
    await part.page.keyboard.press('End');
    await expect.poll(() => property(frame, 'scrollLeft')).toBeGreaterThan(300);
    await part.page.keyboard.press('Enter');
    expect(await part.said()).toEqual([['onStage', 's11']]);
  });

  test('shows hostile names as text', async () => {
    const id = '<img src=x onerror="window.said.push([1])">';
    await part.show('PlanPicture', { detail: aDetail([aStage(id, { capabilities: [id] })]), passRates: [] });
    expect(await part.page.locator('img[src]').count()).toBe(0);
    expect(await stages().innerText()).toContain('<img src=x');
    expect(await part.said()).toEqual([]);
  });

  test.each(['dark', 'light', 'contrast'] as const)('is accessible in the %s theme', async (theme) => {
    await part.theme(theme);
    expect(await part.violations()).toEqual([]);
    await part.page.getByRole('button', { name: 'Plan as a table' }).click();
    expect(await part.violations()).toEqual([]);
    await part.page.getByRole('button', { name: 'Plan as a table' }).click();
  });

  test('broke neither the policy nor anything else', () => {
    expect(part.errors).toEqual([]);
  });
});
