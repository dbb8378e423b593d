import type { FromAuditPage } from '../../src/protocol/audit';
import type { FromMadePage } from '../../src/protocol/made';
import type { FromDashboard } from '../../src/protocol/runs';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Given to every page by the editor; may be called once. */
declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();

/** Says something to the editor. */
export const post = (message: FromDashboard | FromAuditPage | FromMadePage): void =>
  editor.postMessage(message);

/**
 * Hears everything the editor says; returns how to stop. What is not one of its messages is left alone. Which messages
 * these are, each page knows by itself.
 */
export function listen(listener: (message: never) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'object' && data !== null && 'type' in data) listener(data as never);
  };
  window.addEventListener('message', hear);
  return () => window.removeEventListener('message', hear);
}

/** What the page kept in an earlier life, as it is: from outside, so to be looked at. */
export const keptState = (): unknown => editor.getState();
export const keepState = (state: unknown): void => editor.setState(state);
