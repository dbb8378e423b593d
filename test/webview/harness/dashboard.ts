import type { Frame, Page } from 'playwright-core';
import { findChromium, startBrowser } from '../../vscode/host/browser';
import { startHost, type Host } from './host';
import { bodyClass, themeVariables, type Theme } from './themes';
import { violations } from './violations';

/** The dashboard in a real browser, before the real monitor. */
export interface DashboardPage {
  readonly host: Host;
  readonly page: Page;
  /** The dashboard's own frame. */
  frame(): Frame;
  /** Loads it with these runs; resolves when the first chart has been drawn. */
  open(runs: readonly string[], until?: string): Promise<void>;
  /** As the editor does when its window is loaded anew: the page begins again and finds what it kept. */
  reload(until?: string): Promise<void>;
  theme(theme: Theme): Promise<void>;
  /** Exceptions, errors on the console and what the content security policy refused. */
  readonly errors: readonly string[];
  violations(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** In the page before its own script: the editor's interface, and a watch over the policy and over long tasks. */
const PRELUDE = `if (window !== window.parent) {
  const kept = () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
  let taken = false;
  window.acquireVsCodeApi = () => {
    if (taken) throw new Error('acquireVsCodeApi was called twice');
    taken = true;
    return {
      postMessage: (message) => window.parent.postMessage(message, '*'),
      getState: kept,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    };
  };
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ entryTypes: ['longtask'] });
  document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber + ':' + event.columnNumber));
}`;

export interface OpenOptions {
  /** Folder that holds `.stagecraft`. */
  readonly root: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: Theme;
}

export async function openDashboard({
  root,
  width = 1400,
  height = 900,
  theme = 'dark',
}: OpenOptions): Promise<DashboardPage> {
  const [host, executable] = await Promise.all([startHost(root), findChromium()]);
  const browser = await startBrowser({ executable, width, height });
  const { page } = browser;
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      errors.push(message.text());
  });
  await page.addInitScript(PRELUDE);
  let current = theme;
  const style = (name: Theme): string =>
    `{ const style = document.documentElement.style; style.cssText = ''; document.body.className = ${JSON.stringify(bodyClass(name))}; for (const [key, value] of Object.entries(${JSON.stringify(themeVariables(name))})) style.setProperty('--vscode-' + key, value); }`;
  // The editor puts the theme into a page before the page's own script runs.
  await page.addInitScript(`if (window !== window.parent) {
    new MutationObserver((_, observer) => {
      if (document.body === null) return;
      observer.disconnect();
      ${style(theme)}
    }).observe(document, { childList: true, subtree: true });
  }`);
  const frame = (): Frame => {
    const found = page.frames().find((one) => one.url().endsWith('/page'));
    if (found === undefined) throw new Error('The page has no dashboard.');
    return found;
  };
  const ready = async (until: string): Promise<void> => {
    await page.waitForFunction('document.getElementById("page")?.contentDocument?.body !== null');
    await frame().waitForLoadState('domcontentloaded');
    if (current !== theme) await frame().evaluate(style(current));
    await frame().waitForSelector(until);
  };
  return {
    host,
    page,
    frame,
    errors,
    open: async (runs, until = '.uplot canvas') => {
      host.show(runs);
      await page.goto(host.url);
      await ready(until);
    },
    reload: async (until = '.uplot canvas') => {
      await page.reload();
      await ready(until);
    },
    theme: async (next) => {
      current = next;
      await frame().evaluate(style(next));
    },
    violations: () => violations(frame()),
    close: async () => {
      await browser.close();
      await host.close();
    },
  };
}
