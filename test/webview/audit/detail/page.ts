import { build, type BuildOptions } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import type { AuditPageCall, ItemDetail } from '../../../../src/protocol/audit';
import type { DetailProps } from '../../../../webview/audit/detail/props';
import { findChromium, startBrowser } from '../../../vscode/host/browser';
import { bodyClass, themeVariables, type Theme } from '../../harness/themes';
import { violations } from '../../harness/violations';

export type { Theme } from '../../harness/themes';
/** Answers what the pane asks of the auditor; throws to refuse. */
export type Answer = (call: AuditPageCall, params: never) => unknown;
type Shown = Partial<Pick<DetailProps, 'detail' | 'pending' | 'failure' | 'state' | 'titles'>>;

/** The detail pane alone in a real browser, under the content security policy of the editor's host. */
export interface DetailPage {
  readonly page: Page;
  /** Draws the pane with these props; those not given stay as they were. */
  show(props: Shown): Promise<void>;
  /** Takes the pane away with all that it remembers, and shows an item anew. */
  begin(detail: ItemDetail, props?: Shown): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** Calls of callbacks since the last time it was asked. */
  said(): Promise<readonly (readonly [string, ...unknown[]])[]>;
  /** Exceptions, errors on the console, broken policy. */
  readonly errors: string[];
  /** Addresses that were asked for and that no test page has. */
  readonly strangers: readonly string[];
  violations(): Promise<readonly string[]>;
  answer(next: Answer): void;
  close(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../../../..');
export const ORIGIN = 'https://detail.stagecraft.test';

/** Only for these tests: draws the pane as its page does, which keeps its state by `change`. */
const ENTRY = `
import { h, render } from 'preact';
import './webview/kit/theme.css';
import { Detail } from './webview/audit/detail';
import { askEditor } from './webview/kit';
const root = document.getElementById('root');
const record = (name) => (...args) => window.said.push([name, ...args]);
window.said = [];
let props = {};
const draw = () => render(h(Detail, props), root);
window.show = (next) => {
  props = { ...props, ...next };
  draw();
};
window.begin = (next) => {
  render(null, root);
  window.said.splice(0);
  props = {
    pending: false, annotator: 'ada', ask: askEditor,
    onRetry: record('onRetry'), act: record('act'), onSelect: record('onSelect'), onMove: record('onMove'),
    onLabelled: record('onLabelled'),
    change: (part) => { record('change')(part); props = { ...props, state: { ...props.state, ...part } }; draw(); },
    ...next,
  };
  draw();
};
`;

async function bundle(
  entry: Pick<BuildOptions, 'stdin' | 'entryPoints'>,
): Promise<{ readonly js: string; readonly css: string }> {
  const { outputFiles } = await build({
    ...entry,
    bundle: true,
    write: false,
    outdir: join(ROOT, 'dist/webview'),
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { codicons: '@vscode/codicons/src/icons' },
    loader: { '.svg': 'text' },
    minify: true,
    logLevel: 'warning',
  });
  const text = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

/** A PNG of one colour to the left and another to the right. */
export function png(width: number, height: number): Buffer {
  const line = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x++) line.set(x < width / 2 ? [200, 40, 40] : [40, 60, 200], 1 + x * 3);
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Opens the page; `width` and `height` of its window in CSS pixels. */
export async function openDetail(size: {
  readonly width: number;
  readonly height: number;
}): Promise<DetailPage> {
  const [{ js, css }, math, executable] = await Promise.all([
    bundle({ stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'js' } }),
    bundle({ entryPoints: [join(ROOT, 'webview/math/main.ts')] }),
    findChromium(),
  ]);
  const browser = await startBrowser({ executable, ...size });
  const { page } = browser;
  const errors: string[] = [];
  const strangers: string[] = [];
  let answer: Answer = () => {
    throw new Error('nothing is answered yet');
  };
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const nonce = randomUUID();
  const policy =
    `default-src 'none'; img-src ${ORIGIN}; style-src ${ORIGIN} 'nonce-${nonce}'; font-src ${ORIGIN}; ` +
    `script-src 'nonce-${nonce}'`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="csp-nonce" content="${nonce}"><title>Detail</title><link rel="stylesheet" href="/detail.css"></head><body><main id="root"></main><script nonce="${nonce}" src="/host.js"></script><script nonce="${nonce}" src="/detail.js"></script></body></html>`;
  const host = `window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.asked(message).then((reply) => window.postMessage(reply, '*')),
    getState: () => undefined, setState: () => {} });`;
  const files: Readonly<Record<string, readonly [string, string | Buffer]>> = {
    '/': ['text/html', html],
    '/detail.css': ['text/css', `body { padding: 12px; }\n${css}`],
    '/detail.js': ['text/javascript', js],
    '/math.js': ['text/javascript', math.js],
    '/host.js': ['text/javascript', host],
    '/wide.png': ['image/png', png(1600, 900)],
    '/tiny.png': ['image/png', png(16, 12)],
    '/broken.png': ['image/png', 'no image'],
  };
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === ORIGIN ? files[url.pathname] : undefined;
    if (file === undefined) strangers.push(url.href);
    return file === undefined
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({
          contentType: file[0],
          body: file[1],
          headers: { 'content-security-policy': policy },
        });
  });
  await page.exposeFunction(
    'asked',
    async (message: { type: string; id: number; call: AuditPageCall; params: object }) => {
      if (message.type !== 'ask') return { type: 'ignored' };
      try {
        return {
          type: 'answer',
          id: message.id,
          result: await answer(message.call, message.params as never),
        };
      } catch (error) {
        return {
          type: 'failed',
          id: message.id,
          failure: { message: error instanceof Error ? error.message : String(error) },
        };
      }
    },
  );
  page.setDefaultTimeout(30_000);
  await page.goto(`${ORIGIN}/`);
  const theme = async (name: Theme): Promise<void> => {
    await page.evaluate(
      `{ const style = document.documentElement.style; style.cssText = ''; document.body.className = ${JSON.stringify(
        bodyClass(name),
      )}; for (const [key, value] of Object.entries(${JSON.stringify(themeVariables(name))})) style.setProperty('--vscode-' + key, value); }`,
    );
  };
  await theme('dark');
  return {
    page,
    errors,
    strangers,
    theme,
    show: async (props) => {
      await page.evaluate(`window.show(${JSON.stringify(props)})`);
    },
    begin: async (detail, props) => {
      await page.evaluate(`window.begin(${JSON.stringify({ state: STATE, detail, ...props })})`);
    },
    said: () => page.evaluate('window.said.splice(0)'),
    violations: () => violations(page, 'document.body'),
    answer: (next) => {
      answer = next;
    },
    close: () => browser.close(),
  };
}

/** What the page is at when nothing else is said. */
export const STATE: DetailProps['state'] = {
  set: '/sets/one',
  filter: {},
  order: 'source',
  descending: false,
  grouping: 'dataset',
  method: 'judge',
  tab: 'browse',
};

/** A property of an element as it is now. */
export const property = (locator: Locator, name: string): Promise<unknown> =>
  locator.evaluate((element: object, key): unknown => Reflect.get(element, key), name);
