import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatNumber } from '../../../webview/kit/format';
import { openDashboard, type DashboardPage } from '../harness/dashboard';
import { runEvents, stepMetrics } from '../harness/events';
import { copyExample, writeRun, type WrittenRun } from '../harness/run-folder';
import { discard } from '../../fixtures/discard';

const STEPS = 120;
const HOSTILE = '<img src=x onerror="document.body.dataset.owned=1">';

let root: string;
let run: WrittenRun;
let other: WrittenRun;
let dashboard: DashboardPage;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'stagecraft-dashboard-'));
  copyExample(root);
  run = await writeRun({
    root,
    steps: STEPS,
    state: 'running',
    stageStates: ['done', 'done', 'running'],
    events: runEvents({ steps: STEPS, part: 0.5 }),
  });
  other = await writeRun({
    root,
    steps: STEPS,
    name: HOSTILE,
    variant: 'merged',
    events: runEvents({ steps: STEPS, seed: 9 }).concat({
      time: new Date().toISOString(),
      stage: 'think',
      type: 'metric',
      step: STEPS,
      values: { [HOSTILE]: 1, broken: NaN },
    }),
    age: 7200,
  });
  dashboard = await openDashboard({ root });
}, 120_000);

afterAll(async () => {
  await dashboard.close();
  discard(root);
});

const reward = () => dashboard.frame().getByRole('application', { name: /^Reward\./ });
const readout = (): Promise<string> =>
  dashboard.frame().locator('section[aria-label="Reward"] .readout').innerText();
const kept = (): Promise<{ zoom?: readonly [number, number]; axis: string; tab: string }> =>
  dashboard.frame().evaluate('JSON.parse(sessionStorage.getItem("state"))');

describe('the dashboard', () => {
  test('shows the run, its plan and its curves, and breaks no rule of its policy', async () => {
    await dashboard.open([run.dir]);
    const frame = dashboard.frame();
    await expect.poll(() => frame.locator('.uplot').count()).toBeGreaterThan(4);
    expect(await frame.getByRole('heading', { level: 1 }).innerText()).toBe('shape-math');
    expect(await frame.locator('.chip').innerText()).toContain('Running');
    expect(await frame.getByRole('button', { name: 'Stop' }).count()).toBe(1);
    expect(await reward().getAttribute('aria-label')).toMatch(
      /Reward: from 0\.\d+ to 0\.\d+, between .* 300 points/,
    );
    expect(dashboard.errors).toEqual([]);
    expect(dashboard.host.missing).toEqual([]);
  });

  test('only charts that can be seen are asked for, all in one request', () => {
    const asked = dashboard.host.said.filter(
      (message) => message.type === 'ask' && message.call === 'series',
    );
    const metrics = asked.map((message) => (message.params as { metrics: readonly string[] }).metrics);
    expect(metrics[0]).toContain('reward');
    expect(metrics[0]?.length).toBeGreaterThan(5);
    expect(metrics[0]).not.toContain('memory');
  });

  test('paints the curve in the colour of the capability that is trained', async () => {
    const painted: readonly (readonly number[])[] = await dashboard.frame().evaluate(`(() => {
      const canvas = document.querySelector('section[aria-label="KL to the start"] canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Map();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 240) {
        const key = data[i] + ',' + data[i + 1] + ',' + data[i + 2];
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
      return [...seen].filter(([, count]) => count > 100).map(([key]) => key.split(',').map(Number));
    })()`);
    const close = (r: number, g: number, b: number): boolean =>
      painted.some(([x = 0, y = 0, z = 0]) => Math.abs(x - r) + Math.abs(y - g) + Math.abs(z - b) < 12);
    expect(close(0x37, 0x94, 0xff), 'perception blue').toBe(true);
    expect(close(0x89, 0xd1, 0x85), 'textual reasoning green').toBe(true);
    expect(close(0xd1, 0x86, 0x16), 'visual reasoning amber').toBe(true);
  });

  test('the crosshair reads out all charts at its place', async () => {
    const before = await readout();
    const entropy = dashboard.frame().locator('section[aria-label="Entropy"] .readout');
    const entropyBefore = await entropy.innerText();
    await reward().hover({ position: { x: 120, y: 80 } });
    await expect.poll(readout).not.toBe(before);
    expect(await entropy.innerText()).not.toBe(entropyBefore);
    expect(await dashboard.frame().locator('.tooltip').innerText()).toMatch(/^see step \d+/);
    await dashboard.page.mouse.move(2, 2);
    await expect.poll(readout).toBe(before);
  });

  test('the keyboard moves the crosshair, says what it reads, zooms and resets', async () => {
    await reward().focus();
    await dashboard.page.keyboard.press('Home');
    const said = dashboard.frame().locator('[aria-live=polite]').last();
    await expect.poll(() => said.innerText()).toMatch(/^see step 1, Reward 0\.\d+, Accuracy/);
    await dashboard.page.keyboard.press('ArrowRight');
    await expect.poll(() => said.innerText()).toMatch(/^see step 2,/);
    await dashboard.page.keyboard.press('+');
    await expect.poll(async () => (await kept()).zoom?.[1]).toBeLessThan(200);
    await dashboard.page.keyboard.press('0');
    await expect.poll(async () => (await kept()).zoom).toBeUndefined();
  });

  test('dragging zooms every chart to the very range that was drawn over, a double click leaves it', async () => {
    const box = await reward().boundingBox();
    if (box === null) throw new Error('There is no chart.');
    await dashboard.page.mouse.move(box.x + 150, box.y + 90);
    await dashboard.page.mouse.down();
    await dashboard.page.mouse.move(box.x + 250, box.y + 90, { steps: 5 });
    await dashboard.page.mouse.up();
    await expect.poll(async () => (await kept()).zoom).toBeDefined();
    const zoom = (await kept()).zoom;
    const asked = () => {
      const last = dashboard.host.said.findLast(
        (message) => message.type === 'ask' && message.call === 'series',
      );
      return last?.type === 'ask' ? (last.params as { from: number; to: number }) : undefined;
    };
    await expect.poll(() => asked()?.to).toBeLessThan(1e6);
    const width = (zoom?.[1] ?? 0) - (zoom?.[0] ?? 0);
    expect(asked()?.from).toBeCloseTo((zoom?.[0] ?? 0) - 0.02 * width, 3);
    await reward().dblclick({ position: { x: 200, y: 90 } });
    await expect.poll(async () => (await kept()).zoom).toBeUndefined();
  });

  test('the table holds the very numbers of the curve', async () => {
    await reward().focus();
    await dashboard.page.keyboard.press('t');
    const table = dashboard.frame().getByRole('table', { name: 'Reward as a table' });
    // The curve of the whole axis comes a moment after the zoom was left.
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('301');
    const cells = await table.locator('tbody tr:not(.table-gap)').first().locator('th, td').allInnerTexts();
    // The first point as the run wrote it: the same seed gives the same numbers.
    const first = runEvents({ steps: STEPS, part: 0.5 }).find(({ type }) => type === 'metric');
    const values = first?.type === 'metric' ? first.values : {};
    expect(cells).toEqual(
      ['1', values.reward, values.accuracy, values.format].map((value) =>
        typeof value === 'number' ? formatNumber(value) : value,
      ),
    );
    await dashboard.frame().getByRole('button', { name: 'Show Reward as curves' }).click();
    await expect.poll(() => reward().isVisible()).toBe(true);
  });

  test('a chart can be enlarged and put back', async () => {
    await reward().focus();
    await dashboard.page.keyboard.press('Enter');
    await expect.poll(() => dashboard.frame().locator('.chart').count()).toBe(1);
    await expect.poll(async () => (await reward().boundingBox())?.height).toBeGreaterThan(400);
    await reward().focus();
    await dashboard.page.keyboard.press('Escape');
    await expect.poll(() => dashboard.frame().locator('.chart').count()).toBeGreaterThan(5);
  });

  test('grows while the run does', async () => {
    const before = await reward().getAttribute('aria-label');
    run.append(
      Array.from({ length: 30 }, (_, i) => ({
        time: new Date().toISOString(),
        stage: 'see-and-think',
        type: 'metric' as const,
        step: STEPS / 2 + 1 + i,
        values: stepMetrics(0.6, () => 0.5),
      })),
    );
    await expect.poll(() => reward().getAttribute('aria-label'), { timeout: 30_000 }).toMatch(/330 points/);
    expect(before).toMatch(/300 points/);
  });

  test('what was chosen is there again after a reload', async () => {
    const frame = dashboard.frame();
    await frame.getByRole('button', { name: 'Time', exact: true }).click();
    await frame.getByRole('checkbox', { name: 'Log scale' }).click();
    await expect.poll(async () => (await kept()).axis).toBe('time');
    await reward().focus();
    await dashboard.page.keyboard.press('+');
    await expect.poll(async () => (await kept()).zoom).toBeDefined();
    const { zoom } = await kept();
    await frame.getByRole('tab', { name: /^Findings/ }).click();
    await expect.poll(async () => (await kept()).tab).toBe('findings');
    await dashboard.reload('[role=tab]');
    const again = dashboard.frame();
    const findings = again.getByRole('tab', { name: /^Findings/ });
    await expect.poll(() => findings.getAttribute('aria-selected')).toBe('true');
    expect((await kept()).zoom).toEqual(zoom);
    await again.getByRole('tab', { name: 'Curves' }).click();
    await again.waitForSelector('.uplot canvas');
    await again.getByRole('button', { name: 'Show the whole axis' }).click();
    expect(await again.getByRole('button', { name: 'Time', exact: true }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    expect(await again.getByRole('checkbox', { name: 'Log scale' }).getAttribute('aria-checked')).toBe(
      'true',
    );
    await again.getByRole('checkbox', { name: 'Log scale' }).click();
    await again.getByRole('button', { name: 'Steps', exact: true }).click();
  });

  test('asks the editor for the action of a button', async () => {
    await dashboard.frame().getByRole('button', { name: 'Stop' }).click();
    await expect
      .poll(() => dashboard.host.said.at(-1))
      .toEqual({ type: 'act', action: 'stop', run: run.dir });
  });

  test('lies another run over it, and takes its hostile names as text', async () => {
    const frame = dashboard.frame();
    await frame.getByRole('button', { name: 'Runs', exact: true }).click();
    await frame.getByRole('checkbox', { name: /onerror.*merged/ }).click();
    await expect
      .poll(() => dashboard.host.said.findLast(({ type }) => type === 'showing'))
      .toEqual({
        type: 'showing',
        runs: [run.dir, other.dir],
      });
    await dashboard.page.keyboard.press('Escape');
    await expect.poll(() => frame.locator('.legend').innerText()).toContain(HOSTILE);
    const series = frame.locator(`section[aria-label*="onerror"]`);
    await expect.poll(() => series.count()).toBe(1);
    await series.scrollIntoViewIfNeeded();
    await expect.poll(() => series.locator('.uplot').count()).toBe(1);
    expect(await frame.evaluate('document.body.dataset.owned')).toBeUndefined();
    expect(await frame.locator('img').count()).toBe(0);
    expect(dashboard.errors).toEqual([]);
  });

  test.each(['dark', 'light', 'contrast'] as const)('is accessible in the %s theme', async (theme) => {
    await dashboard.theme(theme);
    for (const tab of ['Curves', 'Samples', 'Findings', 'Compare']) {
      await dashboard
        .frame()
        .getByRole('tab', { name: new RegExp(`^${tab}`) })
        .click();
      await expect.poll(async () => (await kept()).tab).toBe(tab.toLowerCase());
      expect(await dashboard.violations(), `${theme} ${tab}`).toEqual([]);
    }
    await dashboard.frame().getByRole('tab', { name: 'Curves' }).click();
  });

  test('says why when a run is not there', async () => {
    await dashboard.open([join(root, '.stagecraft', 'runs', 'gone')], '[role=alert]');
    expect(await dashboard.frame().getByRole('alert').innerText()).toMatch(/no run/i);
  });
});
