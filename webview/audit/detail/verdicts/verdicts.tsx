import type { JSX } from 'preact';
import type { ItemDetail, VerdictDetail } from '../../../../src/protocol/audit';
import { Badge, formatDate, formatNumber, Icon, Part } from '../../../kit';
import { disagree, labelTitle, METHOD_TITLES, verdictTitle } from '../parts/words';
import './verdicts.css';

interface VerdictsProps {
  readonly detail: ItemDetail;
  readonly hidden: boolean;
}

/** What each method says and on what grounds; that they disagree is said first. */
export function Verdicts({ detail, hidden }: VerdictsProps): JSX.Element {
  if (hidden)
    return (
      <Part title="Verdicts">
        <p class="muted">
          <Icon name="eye" /> Hidden until you have labelled this item (blind labelling).
        </p>
      </Part>
    );
  const { details } = detail;
  return (
    <Part title="Verdicts">
      {disagree(details) && (
        <p class="disagreement" role="note">
          <Icon name="warning" /> The methods disagree:{' '}
          {details
            .map(
              ({ method, label, by }) =>
                `${method === 'human' ? by : METHOD_TITLES[method]} says ${labelTitle(label)}`,
            )
            .join(', ')}
          .
        </p>
      )}
      {details.length === 0 ? (
        <p class="muted">
          No method has looked at this item yet. Label it here by its key, or begin an attribution from the
          toolbar.
        </p>
      ) : (
        <ul class="verdicts">
          {details.map((verdict, i) => (
            <li key={i}>
              <p class="verdict-head">
                <span class="muted">{METHOD_TITLES[verdict.method]}</span>{' '}
                <strong>{verdictTitle(verdict)}</strong>
                <span class="muted">
                  {verdict.by}, <time dateTime={verdict.at}>{formatDate(verdict.at)}</time>
                  {verdict.confidence === undefined ? '' : `, confidence ${formatNumber(verdict.confidence)}`}
                </span>
              </p>
              <Grounds verdict={verdict} />
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

const FIXES = {
  yes: 'With every false claim corrected, the answer would be right.',
  no: 'With every false claim corrected, the answer would still be wrong.',
  unsure: 'Whether corrected claims would make the answer right cannot be told.',
} as const;

function Grounds({ verdict }: { readonly verdict: VerdictDetail }): JSX.Element | null {
  switch (verdict.method) {
    case 'counterfactual':
      return (
        <div class="verdict-grounds">
          <p>{verdict.verdict}</p>
          {verdict.excluded !== undefined && <p class="muted">Left out of the rate: {verdict.excluded}.</p>}
        </div>
      );
    case 'judge':
      return (
        <div class="verdict-grounds">
          {verdict.rationale !== '' && <p>{verdict.rationale}</p>}
          <p class="muted">{FIXES[verdict.fixVisionFixesAnswer]}</p>
          {new Set(verdict.passes).size > 1 && (
            <p>
              <Icon name="warning" /> Its passes differ: {verdict.passes.map(labelTitle).join(', then ')}.
            </p>
          )}
          {verdict.secondary.length > 0 && (
            <p>
              Also:{' '}
              {verdict.secondary.slice(0, 12).map((label, i) => (
                <Badge key={i}>{labelTitle(label)}</Badge>
              ))}
            </p>
          )}
        </div>
      );
    case 'human':
      return verdict.note === undefined || verdict.note === '' ? null : (
        <p class="verdict-grounds">{verdict.note}</p>
      );
  }
}
