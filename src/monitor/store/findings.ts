import type { RunEvent, RunFinding } from '../../protocol';
import { cutText } from '../cut';

type FindingEvent = Extract<RunEvent, { type: 'finding' }>;

const MOST = 1000;

/**
 * A run's findings with one more. A stage that is resumed tells again what is wrong with it: the newer words replace
 * the older, under the time at which it was first seen.
 */
export function addFinding(
  findings: readonly RunFinding[],
  stage: string,
  step: number,
  event: FindingEvent,
): { readonly added: boolean; readonly findings: readonly RunFinding[] } {
  const told = asFinding(event);
  const same = (other: RunFinding): boolean =>
    other.id === told.id && other.stage === stage && other.key === told.key;
  const before = findings.find(same);
  const finding: RunFinding = { ...told, stage, step, time: before?.time ?? event.time };
  if (before !== undefined) {
    return { added: false, findings: findings.map((other) => (other === before ? finding : other)) };
  }
  return findings.length >= MOST
    ? { added: false, findings }
    : { added: true, findings: [...findings, finding] };
}

/** What a finding says, and no more: anybody may have written the file that it comes from. */
function asFinding({ id, severity, message, suggestion, ...rest }: FindingEvent): RunFinding {
  const more = (['evidence', 'cause', 'hint', 'key'] as const).flatMap((name) => {
    const text = rest[name];
    return text === undefined ? [] : [[name, cutText(text)]];
  });
  return {
    id: cutText(id),
    severity,
    message: cutText(message),
    ...(Object.fromEntries(more) as Pick<RunFinding, 'evidence' | 'cause' | 'hint' | 'key'>),
    ...(suggestion === undefined
      ? {}
      : { suggestion: typeof suggestion === 'string' ? cutText(suggestion) : suggestion }),
  };
}
