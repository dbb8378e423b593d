import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ItemDetail } from '../../../src/protocol/audit';
import { Badge, Button, capabilityColor, capabilityTitle, formatCount, formatNumber, Icon } from '../../kit';
import { Outcome } from './parts/outcome';
import { disagree, METHOD_TITLES, verdictTitle } from './parts/words';

interface HeaderProps {
  readonly detail: ItemDetail;
  readonly hidden: boolean;
  readonly onLink: () => void;
  readonly onSource: () => void;
}

/** Which item it is, what became of it, and what the methods say in a word each. */
export function DetailHeader({ detail, hidden, onLink, onSource }: HeaderProps): JSX.Element {
  const [said, setSaid] = useState('');
  useEffect(() => setSaid(''), [detail.index]);
  const copy = (): void => {
    navigator.clipboard.writeText(detail.row).then(
      () => setSaid('Id copied.'),
      () => setSaid('The id could not be copied: the editor did not allow it.'),
    );
  };
  const { source, passRate, change, category } = detail;
  return (
    <header class="detail-header">
      <div class="detail-title">
        <h2 tabIndex={-1}>
          <Outcome correct={detail.correct} />
          <span>{detail.dataset}</span>
          <span class="detail-row">{detail.row}</span>
        </h2>
        <div class="detail-actions">
          <Button appearance="icon" label="Copy id" onClick={copy}>
            <Icon name="copy" />
          </Button>
          <Button appearance="icon" label="Copy link to this item" onClick={onLink}>
            <Icon name="link" />
          </Button>
          {source !== undefined && (
            <Button
              appearance="icon"
              label={
                source.line === undefined
                  ? 'Open the file it came from'
                  : `Open line ${source.line} of its file`
              }
              onClick={onSource}
            >
              <Icon name="go-to-file" />
            </Button>
          )}
        </div>
      </div>
      <p class="detail-facts">
        <span>
          <span
            class="capability-dot"
            aria-hidden="true"
            style={{ background: capabilityColor(detail.capability) }}
          />{' '}
          {capabilityTitle(detail.capability)}
        </span>
        {category !== undefined && <span>{category}</span>}
        <span class="numeric">{formatCount(detail.length)} tokens</span>
        {passRate !== undefined && <span class="numeric">pass rate {formatNumber(passRate)}</span>}
        {change !== undefined && <Badge>{change}</Badge>}
        {detail.tool !== undefined && detail.tool.correct !== detail.correct && (
          <Badge>differs from tool</Badge>
        )}
      </p>
      {!hidden && detail.verdicts.length > 0 && (
        <p class="detail-verdicts">
          {disagree(detail.verdicts) && (
            <span class="detail-disagree">
              <Icon name="warning" /> disagreement
            </span>
          )}
          {detail.verdicts.map((verdict, i) => (
            <span key={i}>
              <span class="muted">{METHOD_TITLES[verdict.method]}:</span> {verdictTitle(verdict)}
            </span>
          ))}
        </p>
      )}
      <p class="detail-said muted" role="status">
        {said}
      </p>
    </header>
  );
}
