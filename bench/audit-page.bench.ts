/**
 * How fast the audit browser's page is: from a key to the next item, the first paint, and how long a trace keeps the
 * page busy. The real page in Chromium before a stand-in for the auditor that answers at once; the auditor's own times
 * are in `browse.bench.ts`. Times by the wall hang on what else the machine does: its load is told.
 * Run: npx tsx bench/audit-page.bench.ts
 */
import { loadavg } from 'node:os';
import { someItem } from '../test/webview/audit/detail/items';
import { openDetail } from '../test/webview/audit/detail/page';
import { trace } from '../test/webview/audit/detail/trace-text';
import { openAuditPage } from '../test/webview/audit/page';
import { standIn } from '../test/webview/audit/stand-in';

/** In the page: the time from a key press to the first frame after the item's name stands in the pane, ms. */
const KEY_TO_ITEM = `(async () => {
  const list = document.querySelector('.item-list');
  const idOf = () => document.querySelector('.item-row.selected .item-id')?.textContent;
  const times = [];
  for (let i = 0; i < 50; i += 1) {
    // As fast as a reader could press: what comes next has been fetched ahead by then.
    await new Promise((resolve) => setTimeout(resolve, 120));
    const before = idOf();
    const start = performance.now();
    list.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
    for (;;) {
      await new Promise(requestAnimationFrame);
      const id = idOf();
      if (id !== before && document.querySelector('.detail-pane').textContent.includes(id)) break;
    }
    times.push(performance.now() - start);
  }
  return times;
})()`;

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const spread = (values: readonly number[]): string =>
  `median ${at(values, 0.5).toFixed(1)} ms, p95 ${at(values, 0.95).toFixed(1)} ms, n ${values.length}`;

async function list(): Promise<void> {
  const audit = await openAuditPage({ width: 1400, height: 900 });
  try {
    const auditor = standIn({ count: 150_000 });
    // The stand-in finds the failures one by one, which the auditor does not: not what is measured here.
    const query = { set: auditor.set.dir, filter: {}, order: 'source', descending: false } as const;
    await auditor.answer('page', { ...query, from: 0, count: 1 } as never);
    await audit.open(auditor);
    await audit.page.locator('.item-row .item-id').first().waitFor();
    const paints: readonly (readonly [string, number])[] = await audit.page.evaluate(
      `performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime])`,
    );
    for (const [name, ms] of paints) console.log(`${name}: ${ms.toFixed(0)} ms`);
    await audit.page.locator('.detail-pane').getByText('Question').first().waitFor();
    console.log(`key to next item of 100,000: ${spread(await audit.page.evaluate(KEY_TO_ITEM))}`);
  } finally {
    await audit.close();
  }
}

/** ms from the answer of `item` being there to its first frame, and the longest task after that. */
const SHOWN = (props: object, rest: number): string => `(async () => {
  let longest = 0;
  const observer = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); });
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
  const begun = performance.now();
  window.show(${JSON.stringify(props)});
  const paint = await new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now() - begun);
    port2.postMessage(0);
  }));
  observer.observe({ type: 'longtask' });
  await new Promise((done) => setTimeout(done, ${rest}));
  observer.disconnect();
  return [paint, longest];
})()`;

async function traces(): Promise<void> {
  const part = await openDetail({ width: 1280, height: 860 });
  part.answer(() => ({ done: 0, of: 1 }));
  try {
    await part.begin(someItem());
    for (const [characters, rest, turns] of [
      [3000, 100, 20],
      [199_000, 2500, 5],
    ] as const) {
      const times: (readonly [number, number])[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        const index = characters + turn;
        const detail = someItem({ index, row: `r${index}`, response: trace(characters, index * 1000) });
        times.push(await part.page.evaluate(SHOWN({ detail }, rest)));
      }
      console.log(
        `a trace of ${characters} characters: first frame ${spread(times.map(([paint]) => paint))}; ` +
          `longest task after it ${Math.max(...times.map(([, longest]) => longest)).toFixed(0)} ms`,
      );
    }
  } finally {
    await part.close();
  }
}

void list()
  .then(traces)
  .then(() => console.log(`load ${loadavg()[0]?.toFixed(1) ?? '?'}, Node ${process.version}`));
