import type { Diagnostic } from 'vscode-languageserver/node';
import { codeActions } from '../../service';
import { checkRange, isRange } from './offset';
import type { Feature } from './types';

/** What a client says beside the range may be missing or anything: of it, only what makes sense is used. */
export const codeAction: Feature<'textDocument/codeAction'> = ({ snapshot, known }, { range, ...more }) => {
  checkRange(range);
  const { context } = more as { readonly context?: unknown };
  const { diagnostics, only } = (context ?? {}) as Readonly<Record<string, unknown>>;
  return codeActions(snapshot, range, list(diagnostics).filter(isDiagnostic), known, kinds(only));
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const kinds = (only: unknown): readonly string[] | undefined =>
  Array.isArray(only) ? only.filter((kind) => typeof kind === 'string') : undefined;

const isDiagnostic = (value: unknown): value is Diagnostic =>
  typeof value === 'object' &&
  value !== null &&
  'range' in value &&
  isRange(value.range) &&
  'message' in value &&
  typeof value.message === 'string';
