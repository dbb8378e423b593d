import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildPages } from '../../../scripts/bundle/pages.mjs';
import { pageText } from '../../../src/extension/pages/page';
import type {
  FromMadePage,
  MadeItem,
  MadePageAction,
  MadePageState,
  ToMadePage,
} from '../../../src/protocol';
import { AuditorClient, buildAuditor, CallFailed } from '../../browse/support/client';
import { discard } from '../../fixtures/discard';
import { findChromium, startBrowser } from '../../vscode/host/browser';
import { bodyClass, themeVariables, type Theme } from '../harness/themes';
import { violations } from '../harness/violations';

/** The browser of made data, its own page in a real browser under the policy of the editor, before a real auditor. */
export interface MadeTestPage {
  readonly page: Page;
  /** Loads it before the made data of this curriculum; what it kept before is forgotten. */
  open(file: string, state?: Partial<MadePageState>): Promise<void>;
  /** As the editor does when its window is loaded anew. */
  reload(): Promise<void>;
  post(message: ToMadePage): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** From now on questions in full, or rows of the list, are on their way, until what is returned is called. */
  hold(call: 'madeItem' | 'madePage'): () => void;
  acts(): readonly MadePageAction[];
  shown(): MadePageState | undefined;
  /** Exceptions, errors on the console, what the policy refused, and addresses outside that were asked for. */
  readonly errors: readonly string[];
  violations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const ORIGIN = 'https://made.stagecraft.test';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
};

/** In the page before its own script: the editor's interface, and a watch over the policy. */
const PRELUDE = `
  // Not from outside: the page that is left may still be keeping its state.
  if (location.search === '?fresh') sessionStorage.clear();
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { void window.say(message); },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
  window.alert = () => console.error('alert');`;

export async function openMadePage(size: {
  readonly width: number;
  readonly height: number;
}): Promise<MadeTestPage> {
  const pages = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-made-page-')));
  const [executable, auditor] = await Promise.all([findChromium(), buildAuditor(), buildPages(pages)]);
  const client = AuditorClient.start(auditor.program);
  const browser = await startBrowser({ executable, ...size });
  const { page } = browser;
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  let theme: Theme = 'dark';
  let file = '';
  let first: Partial<MadePageState> = {};
  let acts: MadePageAction[] = [];
  let shown: MadePageState | undefined;
  const held = new Map<string, Promise<void>>();
  const images = new Set<string>();
  const styled = (): string =>
    `{ const style = document.documentElement.style; style.cssText = ''; document.body.className = ${JSON.stringify(bodyClass(theme))}; for (const [key, value] of Object.entries(${JSON.stringify(themeVariables(theme))})) style.setProperty('--vscode-' + key, value); }`;
  const post = async (message: ToMadePage): Promise<void> => {
    await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  };
  /** As the panel does it: addresses for files of images. */
  const withAddresses = (item: MadeItem): MadeItem => ({
    ...item,
    images: item.images.map((image) => {
      if ('missing' in image) return image;
      images.add(image.file);
      return { ...image, file: `${ORIGIN}/image${encodeURI(image.file)}` };
    }),
  });
  await page.addInitScript(PRELUDE);
  await page.exposeFunction('say', async (message: FromMadePage) => {
    switch (message.type) {
      case 'ready':
        if (file !== '') await post({ type: 'show', state: { file, ...first } });
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
          const result = await client.call(call, call === 'madeSets' ? { file } : params);
          await held.get(call);
          const told = call === 'madeItem' ? withAddresses(result as MadeItem) : result;
          await post({ type: 'answer', id, result: told });
        } catch (error) {
          const failure = error instanceof CallFailed ? error.failure : { message: String(error) };
          await post({ type: 'failed', id, failure }).catch(() => undefined);
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
      const parts = { script: `${ORIGIN}/made.js`, style: `${ORIGIN}/made.css`, source: ORIGIN };
      return route.fulfill({
        contentType: 'text/html',
        body: pageText({ ...parts, nonce: 'harness', title: 'Made' }),
      });
    }
    if (pathname === '/favicon.ico' || pathname.endsWith('.map'))
      return route.fulfill({ status: 404, body: '' });
    const image = decodeURI(pathname.slice('/image'.length));
    try {
      const path = images.has(image) ? image : join(pages, pathname.slice(1));
      const contentType = TYPES[extname(path)] ?? 'application/octet-stream';
      return route.fulfill({ contentType, body: readFileSync(path) });
    } catch {
      errors.push(`asked for ${pathname}`);
      return route.fulfill({ status: 404, body: '' });
    }
  });
  const load = async (search: '' | '?fresh'): Promise<void> => {
    await page.goto(`${ORIGIN}/${search}`);
    await page.evaluate(styled());
  };
  return {
    page,
    errors,
    post,
    hold: (call) => {
      let release = (): void => undefined;
      held.set(call, new Promise((resolve) => (release = resolve)));
      return release;
    },
    open: async (next, state = {}) => {
      file = next;
      first = state;
      acts = [];
      shown = undefined;
      await load('?fresh');
    },
    reload: async () => {
      first = {};
      await load('');
    },
    theme: async (next) => {
      theme = next;
      await page.evaluate(styled());
    },
    acts: () => acts.splice(0),
    shown: () => shown,
    violations: () => violations(page),
    close: async () => {
      await browser.close();
      await client.stop();
      auditor.remove();
      discard(pages);
    },
  };
}
