import type { FeatureState, StaticFeature } from 'vscode-languageclient';

/**
 * Stands in for the features of the language client that the server has no use for (`scripts/bundle/left-out.json`):
 * the client may register it, and it announces nothing and does nothing.
 */
export class LeftOutFeature implements StaticFeature {
  fillClientCapabilities(): void {
    // Nothing is announced: no server will ask for it.
  }

  initialize(): void {
    // Nothing is provided.
  }

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {
    // Nothing was provided.
  }
}
