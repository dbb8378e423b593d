// Makes the pictures of the audit browser: media/audit.png, media/audit-light.png and media/audit-contrast.png, of a real
// run of the example in a real VS Code (the server host of test/vscode): `npm run pictures:audit`. The run takes a few
// minutes; `-- --from FOLDER` takes those of a copy of the example that has been run before, `-- --out FOLDER` puts the
// pictures there.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { packageRoot } from '../../src/protocol';
import { say } from '../../test/vscode/host/say';
import { removeFolder, temporaryFolder } from '../../test/vscode/host/temporary';
import { openAudit } from '../../test/vscode/shots/audit';
import { openWindow, settle } from '../../test/vscode/shots/window';

const SIZE = { width: 1400, height: 900 } as const;
/** Colours of a picture: they are flat, so few are enough for text and lines that stay sharp. */
const COLOURS = 160;
/** Nobody's name on this machine is in a picture. */
const SETTINGS = { 'stagecraft.annotator': 'ada' };
const THEMES = [
  { name: 'audit', theme: 'Default Dark Modern' },
  { name: 'audit-light', theme: 'Default Light Modern' },
  { name: 'audit-contrast', theme: 'Default High Contrast' },
] as const;

/** Runs the example with its audit, so that there are failures to read. */
function makeRun(folder: string): void {
  cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, {
    recursive: true,
    filter: (path) => !/[\\/](?:\.stagecraft|reports|README\.md)$/.test(path),
  });
  const command = [join(packageRoot(), 'dist', 'stagecraft.cjs'), 'run', 'shape-math.curriculum.yaml'];
  execFileSync(process.execPath, command, { cwd: folder, stdio: 'inherit' });
}

async function shoot(folder: string, out: string, theme: string, name: string): Promise<void> {
  const window = await openWindow({ folder, theme, settings: SETTINGS, ...SIZE });
  try {
    const page = await openAudit(window, 'shape-math');
    // The first failure, with its image, response and verdicts.
    await page.locator('[role=option]:not(vscode-option)').first().click();
    await window.page.mouse.move(SIZE.width - 300, 12);
    await settle(window, 2000);
    const path = join(out, `${name}.png`);
    await sharp(await window.page.screenshot())
      .png({ palette: true, colours: COLOURS, compressionLevel: 9 })
      .toFile(path);
    say(path);
  } finally {
    await window.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { from: { type: 'string' }, out: { type: 'string' }, only: { type: 'string' } },
  });
  const scratch = temporaryFolder();
  const folder = values.from === undefined ? join(scratch, 'shape-math') : resolve(values.from);
  const out = resolve(values.out ?? join(packageRoot(), 'media'));
  mkdirSync(out, { recursive: true });
  try {
    if (!existsSync(folder)) makeRun(folder);
    for (const { name, theme } of THEMES)
      if (values.only === undefined || values.only === name) await shoot(folder, out, theme, name);
  } finally {
    removeFolder(scratch);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
