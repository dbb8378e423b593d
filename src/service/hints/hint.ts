import { InlayHintKind, type InlayHint } from 'vscode-languageserver-types';
import type { Entry, Span } from '../../language';

/** A hint behind a piece of the document. */
export function hintAt({ source }: Span, offset: number, label: string, tooltip?: string): InlayHint {
  const { line, column } = source.lines.position(offset);
  return {
    position: { line, character: column },
    label,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    ...(tooltip === undefined ? {} : { tooltip }),
  };
}

/** Behind the colon of a key. */
export function behindKey({ keySpan, value }: Entry): number {
  const { text } = keySpan.source;
  const colon = text.indexOf(':', keySpan.end);
  return colon >= 0 && colon < value.span.start ? colon + 1 : keySpan.end;
}
