import { TextDocumentSyncKind, type ServerCapabilities } from 'vscode-languageserver/node';
import { ACTION_KINDS, COMPLETION_TRIGGERS, SEMANTIC_TOKENS_LEGEND } from '../service';
import type { FeatureMethod } from './features';

/** What of the capabilities each feature stands for: a feature without its capability would never be asked for. */
const CAPABILITY = {
  'textDocument/completion': { completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS] } },
  'textDocument/hover': { hoverProvider: true },
  'textDocument/inlayHint': { inlayHintProvider: true },
  'textDocument/codeLens': { codeLensProvider: {} },
  'textDocument/codeAction': {
    codeActionProvider: { codeActionKinds: [...ACTION_KINDS] },
  },
  'textDocument/definition': { definitionProvider: true },
  'textDocument/references': { referencesProvider: true },
  'textDocument/documentHighlight': { documentHighlightProvider: true },
  'textDocument/prepareRename': { renameProvider: { prepareProvider: true } },
  'textDocument/rename': {},
  'textDocument/documentLink': { documentLinkProvider: {} },
  'textDocument/documentSymbol': { documentSymbolProvider: true },
  'textDocument/foldingRange': { foldingRangeProvider: true },
  'textDocument/selectionRange': { selectionRangeProvider: true },
  'textDocument/formatting': { documentFormattingProvider: true },
  'textDocument/rangeFormatting': { documentRangeFormattingProvider: true },
  'textDocument/semanticTokens/full': {
    semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: { delta: true }, range: true },
  },
  'textDocument/semanticTokens/full/delta': {},
  'textDocument/semanticTokens/range': {},
  'stagecraft/plan': {},
  'stagecraft/placeOf': {},
  'stagecraft/draftStage': {},
} satisfies Readonly<Record<FeatureMethod, ServerCapabilities>>;

/** What the server tells a client that it can do. */
export function capabilities(): ServerCapabilities {
  const features = Object.values<ServerCapabilities>(CAPABILITY);
  return Object.assign(
    {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      positionEncoding: 'utf-16',
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    } satisfies ServerCapabilities,
    ...features,
  ) as ServerCapabilities;
}
