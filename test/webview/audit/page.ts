import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type {
  AuditPageAction,
  AuditPageState,
  FromAuditPage,
  ToAuditPage,
} from '../../../src/protocol/audit';
import { pageText } from '../../../src/extension/pages/page';
import { buildPages } from '../../../scripts/bundle/pages.mjs';
import { findChromium, startBrowser } from '../../vscode/host/browser';
import { bodyClass, themeVariables, type Theme } from '../harness/themes';
import type { StandIn } from './stand-in';
import { discard } from '../../fixtures/discard';
import { violations } from '../harness/violations';

/** The audit browser's own page in a real browser, under the policy of the editor. */
export interface AuditTestPage {
  readonly page: Page;
  /** Loads it before these results; what it kept before is forgotten. */
  open(auditor: StandIn, state?: Partial<AuditPageState>): Promise<void>;
  /** As the editor does when its window is loaded anew: the page begins again and finds what it kept. */
  reload(): Promise<void>;
  post(message: ToAuditPage): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** What the page had the editor do since the last time that it was asked. */
  acts(): readonly AuditPageAction[];
  /** What the page said last that it shows. */
  shown(): AuditPageState | undefined;
  /** Exceptions, errors on the console, what the policy refused, and addresses outside that were asked for. */
  readonly errors: readonly string[];
  violations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const ORIGIN = 'https://audit.stagecraft.test';
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** In the page before its own script: the editor's interface, and a watch over the policy. */
const PRELUDE = `
  // Not from outside: the page that is left may still be keeping its state.
  if (location.search === '?fresh') sessionStorage.clear();
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { void window.say(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber + ':' + event.columnNumber));
  window.alert = () => console.error('alert');`;

/** Opens a browser; `width` and `height` of its window in CSS pixels. */
export async function openAuditPage(size: {
  readonly width: number;
  readonly height: number;
}): Promise<AuditTestPage> {
  const pages = mkdtempSync(join(tmpdir(), 'stagecraft-audit-page-'));
  const [executable] = await Promise.all([findChromium(), buildPages(pages)]);
  const browser = await startBrowser({ executable, ...size });
  const { page } = browser;
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  let current: Theme = 'dark';
  let auditor: StandIn | undefined;
  let first: Partial<AuditPageState> = {};
  let acts: AuditPageAction[] = [];
  let shown: AuditPageState | undefined;
  const styled = (name: Theme): string =>
    `{ const style = document.documentElement.style; style.cssText = ''; document.body.className = ${JSON.stringify(bodyClass(name))}; for (const [key, value] of Object.entries(${JSON.stringify(themeVariables(name))})) style.setProperty('--vscode-' + key, value); }`;

  await page.addInitScript(PRELUDE);
  const post = async (message: ToAuditPage): Promise<void> => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  };
  await page.exposeFunction('say', async (message: FromAuditPage) => {
    if (auditor === undefined) return;
    switch (message.type) {
      case 'ready':
        await post({ type: 'show', state: { set: auditor.set.dir, ...first }, annotator: 'ada' });
        return;
      case 'showing':
        shown = message.state;
        return;
      case 'act':
        acts.push(message.act);
        return;
      case 'ask': {
        const { id, call, params } = message;
        try {
          const result = await auditor.answer(call, params as never);
          await post({ type: 'answer', id, result });
        } catch (error) {
          const words = error instanceof Error ? error.message : String(error);
          await post({ type: 'failed', id, failure: { message: words } }).catch(() => undefined);
        }
      }
    }
  });
  await page.route('**/*', (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) {
      errors.push(`asked for ${route.request().url()}`);
      return route.abort();
    }
    if (pathname === '/') {
      const parts = { script: `${ORIGIN}/audit.js`, style: `${ORIGIN}/audit.css`, source: ORIGIN };
      const text = pageText({ ...parts, nonce: 'harness', title: 'Audit' });
      return route.fulfill({ contentType: 'text/html', body: text });
    }
    if (pathname === '/favicon.ico' || pathname.endsWith('.map'))
      return route.fulfill({ status: 404, body: '' });
    try {
      const body = readFileSync(join(pages, pathname.slice(1)));
      return route.fulfill({ contentType: TYPES[extname(pathname)] ?? 'application/octet-stream', body });
    } catch {
      errors.push(`asked for ${pathname}`);
      return route.fulfill({ status: 404, body: '' });
    }
  });
  const load = async (search: '' | '?fresh'): Promise<void> => {
    await page.goto(`${ORIGIN}/${search}`);
    await page.evaluate(styled(current));
  };
  return {
    page,
    errors,
    post,
    open: async (next, state = {}) => {
      auditor = next;
      first = state;
      acts = [];
      shown = undefined;
      await load('?fresh');
    },
    reload: async () => {
      first = {};
      await load('');
    },
    theme: async (name) => {
      current = name;
      await page.evaluate(styled(name));
    },
    acts: () => acts.splice(0),
    shown: () => shown,
    violations: () => violations(page),
    close: async () => {
      await browser.close();
      discard(pages);
    },
  };
}
