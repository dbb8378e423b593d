import { mkdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { AuditSet } from '../../../../src/protocol';
import type { AuditPanel, ShownState } from '../../../../src/extension/audit-browser';
import { api } from './run-list';
import { until } from './until';
import { pathOf, write } from './workspace';

/** What strangers may write into a results file, where a page, a spreadsheet or a list would obey it. */
export const HOSTILE = `=HYPERLINK("http://127.0.0.1:1/x","click")<img src=x onerror=alert(1)>$(trash)[x](command:workbench.action.closeWindow)`;

const BENCHMARKS = ['Counting', 'Charts'] as const;
const ROWS = 20;

/** Results of two models on two benchmarks, as a table with names of columns that speak for themselves. */
export function writeResults(): string {
  const lines = ['before', 'after'].flatMap((model) =>
    BENCHMARKS.flatMap((benchmark) =>
      Array.from({ length: ROWS }, (_, index) => {
        // `after` mends every second failure of `before` and breaks one row.
        const wrong = model === 'before' ? index % 2 === 0 : index % 4 === 0 || index === 1;
        return JSON.stringify({
          id: `${benchmark}-${index}`,
          model,
          benchmark,
          question: index === 0 ? HOSTILE : `How many squares are in picture ${index}?`,
          answer: String(index + 3),
          response: `There are some squares: \\boxed{${index + (wrong ? 4 : 3)}}.`,
          image: 'images/square.png',
        });
      }),
    ),
  );
  mkdirSync(pathOf('results', 'images'), { recursive: true });
  writeFileSync(pathOf('results', 'images', 'square.png'), Buffer.from(PIXEL, 'base64'));
  write('results/answers.jsonl', `${lines.join('\n')}\n`);
  return pathOf('results', 'answers.jsonl');
}

/** A PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const audits = async (): Promise<readonly AuditSet[]> => (await api()).audits();

/** Waits for the audit of a model. */
export const auditOf = (model: string): Promise<AuditSet> =>
  until(`the audit of ${model}`, async () => (await audits()).find((set) => set.model === model));

/** Waits for an open browser that fits. */
export async function browser(
  what: string,
  fits: (panel: AuditPanel) => boolean = () => true,
): Promise<AuditPanel> {
  const open = await api();
  return until(what, () => open.auditBrowsers().find(fits), {
    seen: () => open.auditBrowsers().map((panel) => [panel.title(), panel.state()]),
  });
}

/** The audit browsers that are open, by their titles. */
export const auditTabs = (): readonly string[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('stagecraft.audit'),
    )
    .map(({ label }) => label);

/** Does something and waits until a browser's own page says that it shows what fits. */
export async function shows(
  panel: AuditPanel,
  what: string,
  fits: (state: ShownState) => boolean,
  act: () => unknown,
): Promise<void> {
  let seen: ShownState | undefined;
  const listener = panel.onShowing((state) => (seen = state));
  try {
    await act();
    await until(what, () => seen !== undefined && fits(seen), { seen: () => seen });
  } finally {
    listener.dispose();
  }
}
