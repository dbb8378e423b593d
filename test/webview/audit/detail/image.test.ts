import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fitScale, pan, place, zoom, type View } from '../../../../webview/kit/image/view';
import { openDetail, property, type DetailPage } from './page';
import { someItem } from './items';

describe('a view', () => {
  const size = fc.record({
    width: fc.integer({ min: 1, max: 8000 }),
    height: fc.integer({ min: 1, max: 8000 }),
  });
  const box = fc.record({
    width: fc.integer({ min: 50, max: 2000 }),
    height: fc.integer({ min: 50, max: 2000 }),
  });
  const acts = fc.array(
    fc.record({
      factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
      x: fc.integer({ min: -3000, max: 3000 }),
      y: fc.integer({ min: -3000, max: 3000 }),
    }),
    { maxLength: 8 },
  );
  test('never leaves a gap at an edge that the image could fill, whatever is done', () => {
    fc.assert(
      fc.property(size, box, acts, (image, extent, moves) => {
        let view: View = { fit: true };
        for (const { factor, x, y } of moves)
          view = pan(zoom(view, factor, { x, y }, image, extent), { x, y }, image, extent);
        const { scale, x, y } = place(view, image, extent);
        for (const [at, length, room] of [
          [x, image.width * scale, extent.width],
          [y, image.height * scale, extent.height],
        ] as const)
          if (length <= room) expect(at).toBeCloseTo((room - length) / 2, 6);
          else {
            expect(at).toBeLessThanOrEqual(1e-6);
            expect(at + length).toBeGreaterThanOrEqual(room - 1e-6);
          }
      }),
    );
  });
  test('keeps what is under the cursor there when it is enlarged', () => {
    const [image, extent] = [
      { width: 1600, height: 900 },
      { width: 400, height: 300 },
    ];
    const view = zoom({ fit: true }, 6, { x: 200, y: 150 }, image, extent);
    const before = place({ fit: true }, image, extent);
    const after = place(view, image, extent);
    const under = (placed: typeof before) => [
      (200 - placed.x) / placed.scale,
      (150 - placed.y) / placed.scale,
    ];
    under(before).forEach((value, i) => expect(under(after)[i]).toBeCloseTo(value, 6));
    expect(after.scale).toBeCloseTo(6 * before.scale, 6);
  });
  test('that fits shows all, and enlarges a small image', () => {
    expect(fitScale({ width: 1600, height: 900 }, { width: 400, height: 300 })).toBe(0.25);
    expect(fitScale({ width: 16, height: 12 }, { width: 400, height: 300 })).toBe(16);
    expect(fitScale({ width: 0, height: 0 }, { width: 400, height: 300 })).toBe(1);
  });
});

let part: DetailPage;
beforeAll(async () => {
  part = await openDetail({ width: 1280, height: 860 });
  part.answer(() => ({ done: 0, of: 1 }));
});
afterAll(() => part.close());
beforeEach(() => part.begin(someItem()));

const box = () => part.page.locator('.image-box');
const image = () => part.page.locator('.image-box img');
const percent = () => part.page.locator('.image-scale').innerText();
const at = async () => {
  const bounds = await image().boundingBox();
  if (bounds === null) throw new Error('no image');
  return bounds;
};

describe('the viewer', () => {
  test('takes its room before the image is there, and keeps it', async () => {
    const before = await part.page.locator('.question').boundingBox();
    await expect.poll(() => property(image(), 'naturalWidth')).toBe(1600);
    expect(await part.page.locator('.question').boundingBox()).toEqual(before);
    expect(await part.page.locator('.image-bar').innerText()).toContain('1600 × 900');
  });

  test('zooms at the cursor by wheel with Ctrl, and scrolls the page without', async () => {
    const frame = (await box().boundingBox())!;
    const point = { x: frame.x + 60, y: frame.y + frame.height / 2 };
    const before = await at();
    await part.page.mouse.move(point.x, point.y);
    await part.page.mouse.wheel(0, -100);
    expect(await at()).toEqual(before);
    await part.page.keyboard.down('Control');
    await part.page.mouse.wheel(0, -100);
    await part.page.keyboard.up('Control');
    await expect.poll(async () => (await at()).width).toBeGreaterThan(before.width);
    const after = await at();
    const share = (bounds: typeof before) => (point.x - bounds.x) / bounds.width;
    expect(share(after)).toBeCloseTo(share(before), 2);
  });

  test('is moved by dragging and by arrows, and goes back by a double click', async () => {
    await box().focus();
    for (let i = 0; i < 8; i++) await part.page.keyboard.press('+');
    const before = await at();
    await part.page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await at()).x).toBeCloseTo(before.x - 60, 0);
    const frame = (await box().boundingBox())!;
    await part.page.mouse.move(frame.x + 200, frame.y + 200);
    await part.page.mouse.down();
    await part.page.mouse.move(frame.x + 150, frame.y + 180, { steps: 3 });
    await part.page.mouse.up();
    await expect.poll(async () => (await at()).x).toBeCloseTo(before.x - 110, 0);
    await box().dblclick();
    await expect.poll(percent).toBe('100 %');
    await box().dblclick();
    await expect.poll(async () => (await at()).width).toBeLessThanOrEqual(frame.width);
  });

  test('shows squares from 400 % on', async () => {
    const rendering = () => image().evaluate((element) => getComputedStyle(element as never).imageRendering);
    expect(await rendering()).toBe('auto');
    await part.page.getByRole('button', { name: 'Image 2' }).click();
    await expect.poll(percent).toMatch(/^1600 %$/);
    expect(await rendering()).toBe('pixelated');
  });

  test('fills the window, and Escape gives the page back', async () => {
    await part.page.keyboard.press('v');
    const dialog = part.page.getByRole('dialog');
    await dialog.waitFor();
    expect((await dialog.boundingBox())?.width).toBe(1280);
    expect(await part.page.evaluate('document.activeElement.className')).toContain('image-box');
    // 1254 of 1600 pixels.
    await expect.poll(percent).toBe('78 %');
    await part.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await image().count()).toBe(1);
  });

  test.each([
    [{ missing: 'No image 17 in MathVista_MINI.tsv.' }, 'No image 17', 'name the folder'],
    [{ file: '/data/secret.png' }, 'outside of the folders', 'Open its folder'],
    [{ file: 'javascript:alert(1)' }, 'outside of the folders', 'Open its folder'],
    [{ file: 'https://detail.stagecraft.test/broken.png' }, 'could not be loaded', 'PNG'],
  ] as const)('says why there is no image: %j', async (picture, reason, fix) => {
    await part.begin(someItem({ pictures: [picture] }));
    await expect.poll(() => part.page.locator('.image-missing').innerText()).toContain(reason);
    expect(await part.page.locator('.image-missing').innerText()).toContain(fix);
  });

  test('of a question without images says so', async () => {
    await part.begin(someItem({ pictures: [] }));
    expect(await part.page.locator('.image-none').innerText()).toContain('no image');
  });
});

test('nothing broke the policy', () => {
  expect(part.errors).toEqual([]);
});
