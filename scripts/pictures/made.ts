// Makes the pictures of the browser of made data: media/made.png, media/made-light.png and media/made-contrast.png, of
// the example's own recipe in a real VS Code (the server host of test/vscode): `npx tsx scripts/pictures/made.ts` after
// `node esbuild.mjs`. `--from FOLDER` takes a copy of the example that has been made before, `--out FOLDER` puts the
// pictures there.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { packageRoot } from '../../src/protocol';
import { say } from '../../test/vscode/host/say';
import { removeFolder, temporaryFolder } from '../../test/vscode/host/temporary';
import { openMade } from '../../test/vscode/shots/made';
import { openWindow, settle } from '../../test/vscode/shots/window';

const SIZE = { width: 1500, height: 940 } as const;
/** Colours of a picture: they are flat, so few are enough for text and lines that stay sharp. */
const COLOURS = 160;
const CURRICULUM = 'made.curriculum.yaml';
const THEMES = [
  { name: 'made', theme: 'Default Dark Modern' },
  { name: 'made-light', theme: 'Default Light Modern' },
  { name: 'made-contrast', theme: 'Default High Contrast' },
] as const;

/** Makes the example's perception data with its own model. */
function makeData(folder: string): void {
  cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, {
    recursive: true,
    filter: (path) => !/[\\/](?:\.stagecraft|reports|README\.md)$/.test(path),
  });
  const command = [
    join(packageRoot(), 'dist', 'stagecraft.cjs'),
    'make',
    CURRICULUM,
    '--yes',
    '--workspace=.',
  ];
  execFileSync(process.execPath, command, { cwd: folder, stdio: 'inherit' });
}

async function shoot(folder: string, out: string, theme: string, name: string): Promise<void> {
  const window = await openWindow({ folder, theme, ...SIZE });
  try {
    await openMade(window, CURRICULUM);
    await window.page.mouse.move(SIZE.width - 300, 12);
    await settle(window, 1500);
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
    if (!existsSync(folder)) makeData(folder);
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
