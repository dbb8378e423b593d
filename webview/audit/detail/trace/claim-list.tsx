import type { JSX } from 'preact';
import { plural } from '../../../kit';
import { CLAIM_GLYPHS } from '../text/prose';
import type { Claim } from './claims';

interface ClaimListProps {
  readonly claims: readonly Claim[];
  readonly unfound: readonly string[];
  readonly onGo: (claim: Claim) => void;
  readonly onPoint: (id: number | undefined) => void;
}

const shortened = (text: string, most = 160): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

/** What the judge says of the image's reading, claim by claim; a click goes to its place in the response. */
export function ClaimList({ claims, unfound, onGo, onPoint }: ClaimListProps): JSX.Element {
  const wrong = claims.filter(({ verdict }) => verdict === 'false').length;
  return (
    <aside class="claims" aria-label="Visual claims">
      <h4>
        {plural(claims.length, 'visual claim')}
        {claims.length > 0 && <span class="muted">, {wrong} false</span>}
      </h4>
      <ol>
        {claims.map((claim) => (
          <li key={claim.id} id={`claim-${claim.id}`} class={`claim-entry claim-entry-${claim.verdict}`}>
            <button
              type="button"
              onClick={() => onGo(claim)}
              onMouseEnter={() => onPoint(claim.id)}
              onMouseLeave={() => onPoint(undefined)}
            >
              <span class="claim-verdict">
                <span aria-hidden="true">{CLAIM_GLYPHS[claim.verdict]}</span> {claim.verdict}
              </span>
              <q>{shortened(claim.quote)}</q>
              {claim.evidence !== undefined && claim.evidence !== '' && (
                <span class="claim-evidence">{shortened(claim.evidence, 600)}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
      {unfound.length > 0 && (
        <div class="unfound" role="note">
          <h4>Not in the response</h4>
          <p class="muted">The judge quotes what the response does not say: doubt its verdict.</p>
          <ul>
            {unfound.slice(0, 50).map((quote, i) => (
              <li key={i}>
                <q>{shortened(quote)}</q>
              </li>
            ))}
          </ul>
        </div>
      )}
    </aside>
  );
}
