import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StageSample } from '../../../src/protocol/runs';
import { openPart, property, type PartPage } from '../parts/page';
import { someSamples, threeStages } from '../parts/run';
import { sampleRun, type SampleRun } from '../parts/store';

let part: PartPage;
let run: SampleRun;
beforeAll(async () => {
  part = await openPart({ width: 1100, height: 760 });
});
afterAll(() => part.close());
beforeEach(async () => {
  await part.clear();
  run = sampleRun();
  part.answer((_, params) => run.answer(params));
});
afterEach(() => run.remove());

const show = (revision = 1, state = 'running') =>
  part.show('Samples', { run: run.dir, stages: threeStages().detail.stages, state, revision });
const selected = () => part.page.locator('.sample-row.selected');
const title = () => part.page.locator('.sample-detail h2');
const list = () => part.page.locator('.sample-list');
const begin = async (samples: readonly StageSample[]) => {
  run.add(samples);
  await show();
  await selected().waitFor();
};

describe('the list of samples', () => {
  test('shows the newest first and that one in full', async () => {
    await begin(someSamples(40));
    expect(await part.page.locator('.sample-row').first().innerText()).toContain('step 40');
    expect(await title().innerText()).toContain('step 40');
    expect(await part.page.locator('.sample-detail').innerText()).toContain('\\boxed{');
    await expect
      .poll(() => property(part.page.getByRole('img', { name: /scene\.svg/ }), 'naturalWidth'))
      .toBe(160);
  });

  test('goes through them by keyboard', async () => {
    await begin(someSamples(40));
    await list().focus();
    for (const key of ['ArrowDown', 'j', 'ArrowDown', 'k']) await part.page.keyboard.press(key);
    await expect.poll(() => title().innerText()).toContain('step 38');
    await part.page.keyboard.press('End');
    await expect.poll(() => title().innerText()).toMatch(/step 1\b/);
    await part.page.keyboard.press('Enter');
    expect(await part.page.evaluate('document.activeElement.tagName')).toBe('H2');
  });

  test('finds the next wrong one, over pages that were not loaded yet', async () => {
    await begin(someSamples(1000));
    await list().focus();
    await part.page.keyboard.press('n');
    // From step 602 on all are right, as is step 596 and each seventh: 601 is the newest wrong one.
    await expect.poll(() => title().innerText(), { timeout: 30_000 }).toContain('step 601');
    await part.page.keyboard.press('n');
    await expect.poll(() => title().innerText()).toContain('step 600');
    await part.page.keyboard.press('p');
    await expect.poll(() => title().innerText()).toContain('step 601');
    await part.page.keyboard.press('p');
    await expect.poll(() => part.page.locator('.sample-said').innerText()).toBe('No newer wrong sample.');
  });

  test('holds few rows of many', async () => {
    await begin(someSamples(5000));
    expect(await part.page.locator('.sample-row').count()).toBeLessThan(60);
    expect(await property(list(), 'scrollHeight')).toBe(5000 * 46);
    await part.page.evaluate('document.querySelector(".sample-list").scrollTop = 46 * 3000');
    await expect.poll(() => list().innerText()).toContain('step 1,999');
  });

  test('grows without losing the selection or the place', async () => {
    const samples = someSamples(600);
    await begin(samples.slice(0, 500));
    await list().focus();
    for (let i = 0; i < 30; i++) await part.page.keyboard.press('ArrowDown');
    await expect.poll(() => title().innerText()).toContain('step 470');
    const place = () => selected().boundingBox();
    const before = await place();
    run.add(samples.slice(500));
    await show(2);
    await expect.poll(() => part.page.locator('.sample-total').innerText()).toBe('600 samples');
    expect(await title().innerText()).toContain('step 470');
    await expect.poll(place).toEqual(before);
  });

  test('is filtered by words, by stage and by outcome', async () => {
    await begin(someSamples(100));
    const total = () => part.page.locator('.sample-total').innerText();
    await part.page.locator('vscode-text-field input').fill('at step 17.');
    await expect.poll(total).toBe('1 sample');
    await part.page.locator('vscode-text-field input').fill('');
    await expect.poll(total).toBe('100 samples');
    await part.page.getByRole('combobox', { name: 'Stage' }).click();
    await part.page.getByRole('option', { name: 'think', exact: true }).click();
    await expect.poll(total).toBe('50 samples');
    await part.page.getByRole('combobox', { name: 'Right or wrong' }).click();
    await part.page.getByRole('option', { name: 'Only wrong' }).click();
    await expect.poll(total).toBe('10 samples');
    await part.page.locator('vscode-text-field input').fill('no such words');
    await expect.poll(() => part.page.locator('.empty').innerText()).toContain('No sample matches');
  });
});

describe('a sample', () => {
  test('shows the same row over time with what changed', async () => {
    await begin(someSamples(40));
    await part.page.getByRole('button', { name: 'Same row over time' }).click();
    const items = part.page.locator('.over-time > li');
    await expect.poll(() => items.count()).toBe(8);
    expect(await items.first().innerText()).toContain('see, step 5');
    expect(await part.page.locator('.over-time > li.current').innerText()).toContain('step 40');
    expect(await items.nth(1).locator('mark').allInnerTexts()).not.toEqual([]);
    // It stays open from sample to sample.
    await list().focus();
    await part.page.keyboard.press('j');
    await expect.poll(() => items.first().innerText()).toContain('see, step 4');
    await part.page.keyboard.press('k');
    await expect.poll(() => items.first().innerText()).toContain('see, step 5');
    await items.nth(2).getByRole('button').click();
    expect(await part.said()).toContainEqual(['onStep', 'see', 15]);
  });

  test('shows a reward that is not a number as such', async () => {
    const [sample] = someSamples(1);
    const reward = { overall: NaN, accuracy: 1, penalty: -0.5 };
    await begin([{ ...sample!, sample: { ...sample!.sample, reward } }]);
    const bars = part.page.locator('.reward-bars');
    expect(await bars.innerText()).toMatch(/overall\s+NaN/);
    expect(await bars.innerText()).toMatch(/penalty\s+−0\.5/);
    expect(await bars.locator('.reward-bar').count()).toBe(2);
  });

  test('is text, whatever the model wrote', async () => {
    const [sample] = someSamples(1);
    const evil = '<img src="/scene.svg" id="evil"><script>window.said.push([1])</script>';
    await begin([
      {
        ...sample!,
        sample: { ...sample!.sample, row: evil, question: evil, gold: evil, response: evil, images: [evil] },
      },
    ]);
    expect(await part.page.locator('#evil').count()).toBe(0);
    expect(await part.page.locator('.sample-detail').innerText()).toContain(evil);
    expect(await part.page.locator('.sample-no-image').count()).toBe(1);
  });

  test('opens a runaway response only on demand', async () => {
    const [sample] = someSamples(1);
    await begin([{ ...sample!, sample: { ...sample!.sample, response: 'again '.repeat(50_000) } }]);
    const text = part.page.locator('.long-text.mono').nth(1);
    expect((await text.innerText()).length).toBeLessThan(7000);
    await part.page.getByRole('button', { name: 'Show all 300,000 characters' }).click();
    expect((await text.innerText()).length).toBeGreaterThan(290_000);
  });
});

describe('without samples', () => {
  test('the part says why', async () => {
    await show(1, 'queued');
    await expect.poll(() => part.page.locator('.empty').innerText()).toContain('waiting for its turn');
    run.add(someSamples(3));
    await show(2, 'running');
    await expect.poll(() => title().innerText()).toContain('step 3');
  });

  test('a refusal is shown with another try', async () => {
    part.answer(() => {
      throw new Error('the run folder is gone');
    });
    await show();
    await expect.poll(() => part.page.getByRole('alert').innerText()).toContain('the run folder is gone');
    run.add(someSamples(3));
    part.answer((_, params) => run.answer(params));
    await part.page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => title().innerText()).toContain('step 3');
    expect(await part.page.getByRole('alert').count()).toBe(0);
  });
});

test.each(['dark', 'light', 'contrast'] as const)('samples are accessible in the %s theme', async (theme) => {
  await part.theme(theme);
  await begin(someSamples(40));
  await part.page.getByRole('button', { name: 'Same row over time' }).click();
  await part.page.locator('.over-time > li').first().waitFor();
  expect(await part.violations()).toEqual([]);
});

test('nothing broke the policy', () => {
  expect(part.errors).toEqual([]);
});
