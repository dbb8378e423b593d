// Figures of the extension in the real VS Code: `node esbuild.mjs && npx tsx bench/extension-host.bench.ts`. Prints a
// Markdown table. A window is opened on a fresh folder, the extension activated, a stage run three times by its lens,
// and a stand-in engine writes 1,000 events a second into a run whose dashboard is open, while the extension host
// measures its own event loop; a second window is reloaded in the middle of a run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { chooseHost } from '../test/vscode/host/choose';
import { runSuite } from '../test/vscode/host/session';
import { removeFolder, temporaryFolder } from '../test/vscode/host/temporary';

interface Measure {
  readonly what: string;
  readonly ms: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const words = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

function table(measures: readonly Measure[]): string {
  const names = [...new Set(measures.map(({ what }) => what))];
  const rows = names.map((what) => {
    const times = measures.filter((measure) => measure.what === what).map(({ ms }) => ms);
    return `| ${what}${times.length > 1 ? ` (median of ${times.length})` : ''} | ${words(median(times))} |`;
  });
  return ['| what | measured |', '|---|---|', ...rows].join('\n');
}

async function main(): Promise<void> {
  const folder = temporaryFolder();
  const file = join(folder, 'measures.jsonl');
  // The extension host has the environment of who starts the window.
  process.env.STAGECRAFT_MEASURES = file;
  const host = await chooseHost();
  try {
    const faults = [
      await runSuite(host, { name: 'load', examples: [], trusted: true }),
      await runSuite(host, { name: 'reload', examples: ['shape-math'], trusted: true }),
    ].filter((fault) => fault !== undefined);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    console.log(table(lines.map((line) => JSON.parse(line) as Measure)));
    if (faults.length > 0) throw new Error(faults.join('; '));
  } finally {
    await host.close();
    removeFolder(folder);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
