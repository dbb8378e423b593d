import type { VerdictDetail } from '../../../protocol';
import { html, type Markup, type Piece } from '../html';

type JudgeDetail = Extract<VerdictDetail, { method: 'judge' }>;

const SIGNS = { true: '✓', false: '✗', unverifiable: '?' } as const;

/** A response with the judge's claims marked: what is true, false, or cannot be told; overlapping ones only once. */
export function markedResponse(response: string, { claims, firstError }: JudgeDetail): Markup {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, verdict, evidence } of claims) {
    if (start < at || end > response.length) continue;
    pieces.push(
      response.slice(at, start),
      html`<mark class="claim ${verdict}" title="${evidence ?? verdict}"
        >${SIGNS[verdict]} ${response.slice(start, end)}</mark
      >`,
    );
    at = end;
  }
  pieces.push(response.slice(at));
  const error = firstError === undefined ? undefined : response.slice(firstError.start, firstError.end);
  return html`<pre class="trace">${pieces}</pre>
    ${error !== undefined && html`<p class="note">First decisive error: “${error}”</p>`}`;
}
