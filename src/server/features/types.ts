import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionList,
  CompletionParams,
  DefinitionParams,
  DocumentFormattingParams,
  DocumentRangeFormattingParams,
  DocumentHighlight,
  DocumentHighlightParams,
  DocumentLink,
  DocumentLinkParams,
  DocumentSymbol,
  DocumentSymbolParams,
  FoldingRange,
  FoldingRangeParams,
  Hover,
  HoverParams,
  InlayHint,
  InlayHintParams,
  Location,
  PrepareRenameParams,
  Range,
  ReferenceParams,
  RenameParams,
  SelectionRange,
  SelectionRangeParams,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensParams,
  SemanticTokensRangeParams,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type {
  DraftStageAnswer,
  DraftStageRequest,
  KeyPlaceAnswer,
  KeyPlaceRequest,
  PlanTextAnswer,
  PlanTextRequest,
} from '../../protocol';
import type { Known, Snapshot } from '../../service';
import type { Session } from '../session';

interface PrepareRenameAnswer {
  readonly range: Range;
  readonly placeholder: string;
}

/**
 * Every feature of the server: its method, what a client sends, what it gets. One that is missing in the table or in
 * the capabilities is a compile error.
 */
export interface FeatureTypes {
  readonly 'textDocument/completion': Answers<CompletionParams, CompletionList>;
  readonly 'textDocument/hover': Answers<HoverParams, Hover>;
  readonly 'textDocument/inlayHint': Answers<InlayHintParams, readonly InlayHint[]>;
  readonly 'textDocument/codeLens': Answers<CodeLensParams, readonly CodeLens[]>;
  readonly 'textDocument/codeAction': Answers<CodeActionParams, readonly CodeAction[]>;
  readonly 'textDocument/definition': Answers<DefinitionParams, readonly Location[]>;
  readonly 'textDocument/references': Answers<ReferenceParams, readonly Location[]>;
  readonly 'textDocument/documentHighlight': Answers<DocumentHighlightParams, readonly DocumentHighlight[]>;
  readonly 'textDocument/prepareRename': Answers<PrepareRenameParams, PrepareRenameAnswer>;
  readonly 'textDocument/rename': Answers<RenameParams, WorkspaceEdit>;
  readonly 'textDocument/documentLink': Answers<DocumentLinkParams, readonly DocumentLink[]>;
  readonly 'textDocument/documentSymbol': Answers<DocumentSymbolParams, readonly DocumentSymbol[]>;
  readonly 'textDocument/foldingRange': Answers<FoldingRangeParams, readonly FoldingRange[]>;
  readonly 'textDocument/selectionRange': Answers<SelectionRangeParams, readonly SelectionRange[]>;
  readonly 'textDocument/formatting': Answers<DocumentFormattingParams, readonly TextEdit[]>;
  readonly 'textDocument/rangeFormatting': Answers<DocumentRangeFormattingParams, readonly TextEdit[]>;
  readonly 'textDocument/semanticTokens/full': Answers<SemanticTokensParams, SemanticTokens>;
  readonly 'textDocument/semanticTokens/full/delta': Answers<
    SemanticTokensDeltaParams,
    SemanticTokens | SemanticTokensDelta
  >;
  readonly 'textDocument/semanticTokens/range': Answers<SemanticTokensRangeParams, SemanticTokens>;
  readonly 'stagecraft/plan': Answers<PlanTextRequest, PlanTextAnswer>;
  readonly 'stagecraft/placeOf': Answers<KeyPlaceRequest, KeyPlaceAnswer>;
  readonly 'stagecraft/draftStage': Answers<DraftStageRequest, DraftStageAnswer>;
}

interface Answers<Params, Result> {
  readonly params: Params;
  readonly result: Result;
}

export type FeatureMethod = keyof FeatureTypes;

/** What a feature works on: one version of one document. */
export interface FeatureContext {
  readonly session: Session;
  readonly snapshot: Snapshot;
  readonly known: Known;
  readonly signal: AbortSignal;
}

/** A feature; `undefined` is an answer without anything in it. */
export type Feature<M extends FeatureMethod> = (
  context: FeatureContext,
  params: FeatureTypes[M]['params'],
) => Answer<FeatureTypes[M]['result']>;

type Answer<R> = R | undefined | Promise<R | undefined>;

export type Features = { readonly [M in FeatureMethod]: Feature<M> };
