// Makes the pictures of runs in the README: media/runs.png, media/dashboard.png and media/dashboard-light.png, from real
// runs of the example in a real VS Code (the server host of test/vscode): `npm run pictures:runs`. The runs take a few
// minutes; `-- --from FOLDER` takes those of a copy of the example that has been run before.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { packageRoot } from '../../src/protocol';
import { say } from '../../test/vscode/host/say';
import { removeFolder, temporaryFolder } from '../../test/vscode/host/temporary';
import { openDashboard, runFromLens, runsEnd, showRuns } from '../../test/vscode/shots/dashboard';
import { openWindow, settle, type Window } from '../../test/vscode/shots/window';

const SIZE = { width: 1400, height: 900 } as const;
/** Colours of a picture: they are flat, so few are enough for text and lines that stay sharp. */
const COLOURS = 160;
const FILE = 'shape-math.curriculum.yaml';
/** What earlier audits say above the stages has a picture of its own, and would be cut off in this one. */
const SETTINGS = { 'stagecraft.run.openDashboard': false, 'stagecraft.audit.inline': false };

/** Runs the example as it is and one of its variants, so that there is something to look at. */
function makeRuns(folder: string): void {
  const run = (...more: readonly string[]): void =>
    void execFileSync(
      process.execPath,
      [join(packageRoot(), 'dist', 'stagecraft.cjs'), 'run', FILE, ...more],
      { cwd: folder, stdio: 'inherit' },
    );
  run('--variant', 'merged');
  run();
}

async function save(window: Window, name: string): Promise<void> {
  // Where the pointer lies something may be lit.
  await window.page.mouse.move(SIZE.width - 300, 12);
  await settle(window);
  const path = join(packageRoot(), 'media', `${name}.png`);
  await sharp(await window.page.screenshot())
    .png({ palette: true, colours: COLOURS, compressionLevel: 9 })
    .toFile(path);
  say(path);
}

async function withWindow(
  folder: string,
  theme: string,
  work: (window: Window) => Promise<void>,
): Promise<void> {
  const window = await openWindow({ folder, theme, settings: SETTINGS, ...SIZE });
  try {
    await work(window);
  } finally {
    await window.close();
  }
}

/** The dashboard of the example's own run, with the merged one's curves nowhere in the way. */
const dashboard =
  (name: string) =>
  async (window: Window): Promise<void> => {
    await showRuns(window);
    await openDashboard(window, /^\s*shape-math\s*done/);
    await settle(window, 3000);
    await save(window, name);
  };

/** A run in the middle of its second stage: lenses, gutter and figures in the editor, the Runs view, the log. */
async function live(window: Window): Promise<void> {
  await window.open(FILE, 60);
  await runFromLens(window, 'Run from Here');
  await showRuns(window);
  const rows = window.page.locator('.pane-body .monaco-list-row', { hasText: 'shape-math' });
  await rows.first().hover();
  await rows.first().locator('.action-label[aria-label*="Log"]').click();
  await window.page.locator('.terminal-wrapper.active .xterm-screen').waitFor();
  await window.page
    .locator('.statusbar-item', { hasText: /think (?:[6-9]|1\d)\// })
    .waitFor({ timeout: 300_000 });
  // The panel took its room from the editor: the stages are shown again.
  await window.open(FILE, 66);
  await save(window, 'runs');
  await runsEnd(window);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string' }, only: { type: 'string' } } });
  const scratch = temporaryFolder();
  const folder = values.from === undefined ? join(scratch, 'shape-math') : resolve(values.from);
  const wanted = (name: string): boolean => values.only === undefined || values.only === name;
  try {
    if (!existsSync(folder)) {
      cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, {
        recursive: true,
        filter: (path) => !/[\\/](?:\.stagecraft|reports|README\.md)$/.test(path),
      });
      makeRuns(folder);
    }
    say(`runs: ${readdirSync(join(folder, '.stagecraft', 'runs')).join(', ')}`);
    if (wanted('dashboard')) await withWindow(folder, 'Default Dark Modern', dashboard('dashboard'));
    if (wanted('dashboard-light'))
      await withWindow(folder, 'Default Light Modern', dashboard('dashboard-light'));
    if (wanted('runs')) await withWindow(folder, 'Default Dark Modern', live);
  } finally {
    removeFolder(scratch);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
