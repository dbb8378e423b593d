import { l10n } from 'vscode';
import type { JobProgress } from '../../protocol';
import { plainText } from '../run-list/plain';

/** How far a job is, in a line: `120/412 · requests 96 (cached 24, failed 1) · tokens 81k + 12k`. */
export function progressWords({
  done,
  total,
  requests,
  cached,
  failed,
  tokens,
  cost,
  note,
}: JobProgress): string {
  const asides = [
    cached > 0 ? l10n.t('cached {0}', count(cached)) : '',
    failed > 0 ? l10n.t('failed {0}', count(failed)) : '',
  ].filter(Boolean);
  const parts = [
    total === undefined ? (done > 0 ? count(done) : '') : `${count(done)}/${count(total)}`,
    requests > 0
      ? l10n.t('requests {0}', count(requests)) + (asides.length > 0 ? ` (${asides.join(', ')})` : '')
      : asides.join(', '),
    tokens.input + tokens.output > 0
      ? l10n.t('tokens {0} in, {1} out', short(tokens.input), short(tokens.output))
      : '',
    cost === undefined ? '' : l10n.t('cost {0}', cost.toFixed(2)),
    plainText(note ?? '', 120),
  ];
  return parts.filter(Boolean).join(' · ');
}

const count = (n: number): string => n.toLocaleString('en-US');

/** `812`, `81k`, `1.2M`. */
const short = (n: number): string =>
  n < 1000 ? String(n) : n < 1_000_000 ? `${Math.round(n / 1000)}k` : `${(n / 1_000_000).toFixed(1)}M`;
