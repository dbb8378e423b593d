import type { Diagnostic } from 'vscode-languageserver-types';

/** Tells the editor what is wrong where. Several documents may say something of one file: it shows all of it, once. */
export interface Publisher {
  /** Replaces all that a document says, of itself and of other files; `version` is that of its text. */
  set(owner: string, version: number, found: ReadonlyMap<string, readonly Diagnostic[]>): void;
  /** The document is closed: what it said goes away. */
  clear(owner: string): void;
}

type Send = (params: {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: Diagnostic[];
}) => void;

export function openPublisher(send: Send): Publisher {
  const said = new Map<string, ReadonlyMap<string, readonly Diagnostic[]>>();
  const shown = new Map<string, string>();
  const publish = (uri: string, version: number | undefined): void => {
    const diagnostics = merged([...said.values()].flatMap((found) => found.get(uri) ?? []));
    const text = JSON.stringify(diagnostics);
    // The document itself is told of with each version, so that an editor sees that nothing is missing.
    if (version === undefined && (shown.get(uri) ?? '[]') === text) return;
    if (diagnostics.length === 0) shown.delete(uri);
    else shown.set(uri, text);
    send({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  };
  return {
    set: (owner, version, found) => {
      const before = said.get(owner);
      said.set(owner, found);
      for (const uri of new Set([owner, ...found.keys(), ...(before?.keys() ?? [])])) {
        publish(uri, uri === owner ? version : undefined);
      }
    },
    clear: (owner) => {
      const before = said.get(owner);
      said.delete(owner);
      for (const uri of new Set([owner, ...(before?.keys() ?? [])])) publish(uri, undefined);
    },
  };
}

function merged(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const one of diagnostics) {
    const key = JSON.stringify([one.code, one.range, one.message]);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
