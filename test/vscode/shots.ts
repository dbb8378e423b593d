// Pictures of the built extension in the real workbench, in three themes, to look at:
//   npx tsx test/vscode/shots.ts FOLDER [--theme dark] [--scene plan]
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/protocol';
import { say } from './host/say';
import { removeFolder, temporaryFolder } from './host/temporary';
import { RUN_SCENES } from './shots/run-scenes';
import { SCENES } from './shots/scenes';
import { openWindow } from './shots/window';

const THEMES: Readonly<Record<string, string>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
};

/** The example, and beside it a copy with mistakes of every kind that shows. */
function prepare(folder: string): void {
  cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, {
    recursive: true,
    filter: (path) => !path.endsWith('.stagecraft'),
  });
  const text = readFileSync(join(folder, 'shape-math.curriculum.yaml'), 'utf8');
  const from = text.indexOf('curriculum: 1');
  const mistakes = text
    .slice(from)
    .replace('    data: pictures', '    data: pictrues')
    .replace('  batch: 16', '  bach: 16')
    .replace('where: pass_rate >= 0.2', 'where: pass_rat >= 0.2')
    .replace('learning_rate: 3e-4', 'learning_rate: fast');
  writeFileSync(join(folder, 'mistakes.curriculum.yaml'), mistakes);
}

async function shoot(theme: string, out: string, only: string | undefined): Promise<void> {
  const folder = temporaryFolder();
  const workspace = join(folder, 'shape-math');
  prepare(workspace);
  const window = await openWindow({
    folder: workspace,
    theme: THEMES[theme] ?? theme,
    width: 1280,
    height: 800,
  });
  try {
    for (const { name, stage } of [...SCENES, ...RUN_SCENES]) {
      if (only !== undefined && only !== name) continue;
      const picture = join(out, `${name}-${theme}.png`);
      await stage(window).catch((error: unknown) => say(`${name}: ${String(error).split('\n')[0] ?? ''}`));
      await window.page.screenshot({ path: picture });
      say(picture);
    }
  } finally {
    await window.close();
    removeFolder(folder);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { theme: { type: 'string' }, scene: { type: 'string' } },
    allowPositionals: true,
  });
  const out = resolve(positionals[0] ?? temporaryFolder());
  mkdirSync(out, { recursive: true });
  for (const theme of values.theme === undefined ? Object.keys(THEMES) : [values.theme])
    await shoot(theme, out, values.scene);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
