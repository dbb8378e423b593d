import * as vscode from 'vscode';

/**
 * Answers modal questions with their first button: a window with tests refuses to show them. All that leads to them and
 * all that follows is the extension's own.
 */
export function agreeing(): { readonly asked: () => string; readonly restore: () => void } {
  let asked = '';
  const own = vscode.window.showWarningMessage;
  const answer = (message: string, ...rest: readonly unknown[]): Thenable<unknown> => {
    const [options, first] = rest;
    if ((options as { readonly modal?: boolean } | undefined)?.modal !== true)
      return (own as (...all: readonly unknown[]) => Thenable<unknown>)(message, ...rest);
    asked = message;
    return Promise.resolve(first);
  };
  const set = (value: unknown): void => {
    Object.defineProperty(vscode.window, 'showWarningMessage', { value, configurable: true, writable: true });
  };
  set(answer);
  return { asked: () => asked, restore: () => set(own) };
}
