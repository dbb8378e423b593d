import { codeAction } from './code-action';
import { codeLens } from './code-lens';
import { completion } from './completion';
import { draftStage } from './draft-stage';
import { hover } from './hover';
import { inlayHint } from './inlay-hint';
import { definition, documentHighlight, documentLink, prepareRename, references, rename } from './names';
import { placeOf } from './place-of';
import { plan } from './plan';
import { semanticTokens, semanticTokensDelta, semanticTokensRange } from './semantic-tokens';
import { documentSymbol, foldingRange, formatting, rangeFormatting, selectionRange } from './structure';
import type { Features } from './types';

/** Every feature by its method. */
export const FEATURES: Features = {
  'textDocument/completion': completion,
  'textDocument/hover': hover,
  'textDocument/inlayHint': inlayHint,
  'textDocument/codeLens': codeLens,
  'textDocument/codeAction': codeAction,
  'textDocument/definition': definition,
  'textDocument/references': references,
  'textDocument/documentHighlight': documentHighlight,
  'textDocument/prepareRename': prepareRename,
  'textDocument/rename': rename,
  'textDocument/documentLink': documentLink,
  'textDocument/documentSymbol': documentSymbol,
  'textDocument/foldingRange': foldingRange,
  'textDocument/selectionRange': selectionRange,
  'textDocument/formatting': formatting,
  'textDocument/rangeFormatting': rangeFormatting,
  'textDocument/semanticTokens/full': semanticTokens,
  'textDocument/semanticTokens/full/delta': semanticTokensDelta,
  'textDocument/semanticTokens/range': semanticTokensRange,
  'stagecraft/plan': plan,
  'stagecraft/placeOf': placeOf,
  'stagecraft/draftStage': draftStage,
};

export type { FeatureContext, FeatureMethod, Features, FeatureTypes } from './types';
