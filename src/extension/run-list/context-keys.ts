import { commands, window } from 'vscode';
import type { Parts } from '../context';
import { CONTEXT_KEYS, CURRICULUM_KEY } from './context-table';

/** Keeps the context keys true; each is told only when it changes. */
export function contextKeys({ runs, disposables }: Parts): void {
  const told = new Map<string, boolean>();
  const tell = (key: string, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void commands.executeCommand('setContext', key, value);
  };
  const tellRuns = (): void => {
    const list = runs.list();
    for (const [key, holds] of Object.entries(CONTEXT_KEYS)) tell(key, holds(list));
  };
  const tellEditor = (): void =>
    tell(CURRICULUM_KEY, window.activeTextEditor?.document.languageId === 'curriculum');
  disposables.add(runs.onChanged(tellRuns));
  disposables.add(window.onDidChangeActiveTextEditor(tellEditor));
  tellEditor();
}
