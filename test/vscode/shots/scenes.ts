import { settle, type Window } from './window';

/** One picture: what is done before it is taken. Scenes come in order, each in the window that the one before left. */
export interface Scene {
  readonly name: string;
  readonly stage: (window: Window) => Promise<void>;
}

const FILE = 'shape-math.curriculum.yaml';
const DATA_MS = 4000;

export const SCENES: readonly Scene[] = [
  {
    name: 'editor',
    async stage(window) {
      await window.open(FILE, 60);
      await window.page.locator('.codelens-decoration a', { hasText: 'Run Stage' }).first().waitFor();
      await window.cursorBehind('learning_rate: 3e-4');
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'squiggle',
    async stage(window) {
      await window.open('mistakes.curriculum.yaml', 50);
      await window.page.locator('.squiggly-error').first().waitFor();
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'quick-fix',
    async stage(window) {
      const word = window.text('data: pictrues');
      await word.click();
      await window.page.keyboard.press('End');
      await window.page.keyboard.press('Control+.');
      await window.page.getByText('Change to').first().waitFor();
      await settle(window);
    },
  },
  {
    name: 'problem-hover',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.command('Show or Focus Hover');
      await window.page.locator('.monaco-hover:visible').first().waitFor();
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'completion-keys',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.open(FILE, 60);
      await window.cursorBehind('    data: sums');
      await window.page.keyboard.press('Enter');
      await window.page.keyboard.press('Control+Space');
      await window.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await settle(window);
    },
  },
  {
    name: 'completion-columns',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.page.keyboard.type('order: ');
      await window.page.keyboard.press('Control+Space');
      await window.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await settle(window);
    },
  },
  {
    name: 'hover-dataset',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.command('File: Revert File');
      await window.cursorBehind('    data: pictures');
      await window.page.keyboard.press('ArrowLeft');
      await window.command('Show or Focus Hover');
      await window.page.locator('.monaco-hover:visible').first().waitFor();
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'hover-expression',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.cursorBehind('    where: pass_rate >= 0.2 AND');
      await window.page.keyboard.press('ArrowLeft');
      await window.command('Show or Focus Hover');
      await window.page.locator('.monaco-hover:visible').first().waitFor();
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'outline',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.command('Explorer: Focus on Outline View');
      await window.cursorBehind('  - id: think');
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'plan',
    async stage(window) {
      await window.page.locator('.codelens-decoration a', { hasText: 'Plan' }).first().click();
      await settle(window, DATA_MS);
    },
  },
  {
    name: 'new-curriculum',
    async stage(window) {
      await window.command('Stagecraft: New Curriculum');
      await settle(window);
    },
  },
  {
    name: 'walkthrough',
    async stage(window) {
      await window.page.keyboard.press('Escape');
      await window.command('Welcome: Open Walkthrough');
      await settle(window);
      await window.page.keyboard.type('Stagecraft');
      await settle(window);
      await window.page.keyboard.press('Enter');
      await settle(window, DATA_MS);
    },
  },
];
