import { build } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { DashboardCall, FromDashboard, MonitorFailure } from '../../../src/protocol/runs';
import { findChromium, startBrowser } from '../../vscode/host/browser';
import { THEMES, type Theme } from './themes';
import { violations } from '../harness/violations';

export type PartName = 'PlanPicture' | 'Making' | 'Samples' | 'Findings' | 'Compare';

/** Answers what a part asks of the editor; throws a `MonitorFailure` to refuse. */
export type Answer = (call: DashboardCall, params: never) => unknown;

/** One part of the dashboard alone in a real browser, under the content security policy of the editor's host. */
export interface PartPage {
  readonly page: Page;
  /** Draws the part, or draws it anew with other props; its callbacks are recorded in `said`. */
  show(part: PartName, props: object): Promise<void>;
  /** Takes the part away, with all that it remembers. */
  clear(): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** Calls of callbacks and their arguments since the last time it was asked. */
  said(): Promise<readonly (readonly [string, ...unknown[]])[]>;
  /** What went wrong in the page: exceptions, errors on the console, broken policy. */
  readonly errors: readonly string[];
  /** Serious and critical violations found by axe, in words. */
  violations(): Promise<readonly string[]>;
  answer(next: Answer): void;
  close(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../../..');
const ORIGIN = 'https://part.stagecraft.test';
const CALLBACKS = ['onStage', 'onStep', 'onKey', 'onBrowse'];

/** Only for these tests: draws whichever part is asked for. The parts themselves are the dashboard's. */
const ENTRY = `
import { h, render } from 'preact';
import './webview/kit/theme.css';
import { PlanPicture } from './webview/dashboard/plan';
import { Making } from './webview/dashboard/making';
import { Samples } from './webview/dashboard/samples';
import { Findings } from './webview/dashboard/findings';
import { Compare } from './webview/dashboard/compare';
const parts = { PlanPicture, Making, Samples, Findings, Compare };
window.said = [];
const callbacks = Object.fromEntries(${JSON.stringify(CALLBACKS)}.map((name) => [name, (...args) => window.said.push([name, ...args])]));
window.clear = () => render(null, document.getElementById('root'));
window.show = (part, props) => render(h(parts[part], { ...callbacks, ...props }), document.getElementById('root'));
`;

async function bundle(): Promise<{ readonly js: string; readonly css: string }> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: 'js' },
    bundle: true,
    write: false,
    outdir: join(ROOT, 'dist/webview'),
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { codicons: '@vscode/codicons/src/icons' },
    loader: { '.svg': 'text' },
    logLevel: 'warning',
  });
  const text = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

/** Opens a page; `width` and `height` of its window in CSS pixels. */
export async function openPart(size: { readonly width: number; readonly height: number }): Promise<PartPage> {
  const [{ js, css }, executable] = await Promise.all([bundle(), findChromium()]);
  const browser = await startBrowser({ executable, ...size });
  const { page } = browser;
  const errors: string[] = [];
  let answer: Answer = () => {
    throw new Error('nothing is answered yet');
  };
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const nonce = randomUUID();
  const policy =
    `default-src 'none'; img-src ${ORIGIN}; style-src ${ORIGIN} 'nonce-${nonce}'; font-src data:; ` +
    `script-src 'nonce-${nonce}'`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="csp-nonce" content="${nonce}"><title>Part</title><link rel="stylesheet" href="/part.css"></head><body><main id="root"></main><script nonce="${nonce}" src="/host.js"></script><script nonce="${nonce}" src="/part.js"></script></body></html>`;
  const host = `window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.asked(message).then((reply) => window.postMessage(reply, '*')),
    getState: () => undefined, setState: () => {} });`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="#eee"/><circle cx="60" cy="60" r="34" fill="#c33"/><rect x="98" y="38" width="44" height="44" fill="#36c"/></svg>`;
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/': ['text/html', html],
    '/part.css': ['text/css', `html, body, #root { height: 100%; margin: 0; }\n${css}`],
    '/part.js': ['text/javascript', js],
    '/host.js': ['text/javascript', host],
    '/scene.svg': ['image/svg+xml', picture],
  };
  await page.route(`${ORIGIN}/**`, (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file === undefined
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({
          contentType: file[0],
          body: file[1],
          headers: { 'content-security-policy': policy },
        });
  });
  await page.exposeFunction('asked', async (message: FromDashboard) => {
    if (message.type !== 'ask') return { type: 'ignored' };
    try {
      return { type: 'answer', id: message.id, result: await answer(message.call, message.params as never) };
    } catch (error) {
      const failure: MonitorFailure = { message: error instanceof Error ? error.message : String(error) };
      return { type: 'failed', id: message.id, failure };
    }
  });
  page.setDefaultTimeout(30_000);
  await page.goto(`${ORIGIN}/`);
  const theme = async (name: Theme): Promise<void> => {
    await page.evaluate(
      `{ const style = document.documentElement.style; style.cssText = ''; document.body.className = ${JSON.stringify(
        name === 'contrast' ? 'vscode-high-contrast' : `vscode-${name}`,
      )}; for (const [key, value] of Object.entries(${JSON.stringify(THEMES[name])})) style.setProperty('--vscode-' + key, value); }`,
    );
  };
  await theme('dark');
  return {
    page,
    errors,
    theme,
    show: async (part, props) => {
      await page.evaluate(`window.show(${JSON.stringify(part)}, ${JSON.stringify(props)})`);
    },
    clear: async () => {
      await page.evaluate('window.clear()');
      await page.evaluate('window.said.splice(0)');
    },
    said: () => page.evaluate('window.said.splice(0)'),
    violations: () => violations(page, 'document.getElementById("root")'),
    answer: (next) => {
      answer = next;
    },
    close: () => browser.close(),
  };
}

/** A property of an element as it is now, such as `scrollTop`. */
export const property = (locator: Locator, name: string): Promise<unknown> =>
  locator.evaluate((element: object, key): unknown => Reflect.get(element, key), name);
