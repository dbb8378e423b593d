/** Whether a key is meant for a field: then it is no command. */
export function isTyping(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some(
      (target) =>
        target instanceof HTMLElement &&
        (target.isContentEditable ||
          /^(?:input|textarea|select|vscode-(?:text-field|text-area|dropdown))$/i.test(target.tagName)),
    );
}

/** Whether keys of the page wait: a list of them, or another dialog, is open. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;
