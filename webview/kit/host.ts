import type { FromDashboard, ToDashboard } from '../../src/protocol/runs';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Given to every page by the editor; may be called once. */
declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();

/** Says something to the editor. */
export const post = (message: FromDashboard): void => editor.postMessage(message);

/** Hears everything the editor says; returns how to stop. What is not one of its messages is left alone. */
export function listen(listener: (message: ToDashboard) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>): void => {
    if (typeof data === 'object' && data !== null && 'type' in data) listener(data as ToDashboard);
  };
  window.addEventListener('message', hear);
  return () => window.removeEventListener('message', hear);
}

/** What the page kept in an earlier life, as it is: from outside, so to be looked at. */
export const keptState = (): unknown => editor.getState();
export const keepState = (state: unknown): void => editor.setState(state);
