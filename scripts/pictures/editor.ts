// Makes media/editor.png, the editor's picture in the README: `npm run pictures:editor`. It is the built extension in a
// real VS Code (the server host of test/vscode), driven with keys and mouse.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { packageRoot } from '../../src/protocol';
import { say } from '../../test/vscode/host/say';
import { removeFolder, temporaryFolder } from '../../test/vscode/host/temporary';
import { openWindow, settle, type Window } from '../../test/vscode/shots/window';

const SIZE = { width: 1120, height: 740, scale: 1.25 } as const;
/** Colours of the picture: it is flat, so few are enough for text that stays sharp. */
const COLOURS = 128;
/** Data is read and counted by then. */
const DATA_MS = 4000;

const TEXT = `curriculum: 1
name: shape-math
model: micro-vlm
engine: embedded
reward: boxed-answer

datasets:
  pictures:
    capability: perception
    train: data/perception-train.jsonl
    val: data/perception-val.jsonl
  sums:
    capability: textual-reasoning
    train: data/text-train.jsonl
    val: data/text-val.jsonl

stages:
  - id: see
    data: pictures
    where: pass_rate >= 0.2 AND pass_rate < 1
  - id: think
    data: sums
    where: pass_rate < 1
    freeze: [vision]
    until: val_accuracy >= 0.97
`;

async function stage(window: Window): Promise<void> {
  const { page } = window;
  await window.open('shape-math.curriculum.yaml');
  await page.locator('.codelens-decoration a', { hasText: 'Run Stage' }).first().waitFor();
  await window.text('-> ').waitFor();
  // The mistake is typed, so that the figures of the plan before it are still there.
  await window.cursorBehind('freeze: [vision]');
  for (const _ of 'e: [vision]') await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await page.locator('.squiggly-error').first().waitFor();
  await settle(window, DATA_MS);
  await page.keyboard.press('Control+.');
  await page.getByText('Change to').first().waitFor();
  await settle(window);
}

async function main(): Promise<void> {
  const scratch = temporaryFolder();
  const folder = join(scratch, 'shape-math');
  cpSync(join(packageRoot(), 'examples', 'shape-math'), folder, { recursive: true });
  for (const left of ['.stagecraft', 'reports', 'README.md'])
    rmSync(join(folder, left), { recursive: true, force: true });
  writeFileSync(join(folder, 'shape-math.curriculum.yaml'), TEXT);
  const window = await openWindow({ folder, theme: 'Default Dark Modern', ...SIZE });
  try {
    await stage(window);
    const picture = join(packageRoot(), 'media', 'editor.png');
    await sharp(await window.page.screenshot())
      .png({ palette: true, colours: COLOURS, compressionLevel: 9 })
      .toFile(picture);
    say(picture);
  } finally {
    await window.close();
    removeFolder(scratch);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
