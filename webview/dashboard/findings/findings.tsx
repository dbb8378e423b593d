import type { Severity } from '../../../src/protocol/problem';
import type { RunDetail, RunFinding } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { Button, EmptyState, formatDate, Icon, type IconName } from '../../kit';
import { groupFindings, lookedAtWords, placeWords } from './order';
import './findings.css';

export interface FindingsProps {
  readonly detail: RunDetail;
  /** Goes to the responsible key in the curriculum; called only for findings that have one. */
  readonly onKey: (finding: RunFinding) => void;
  readonly onStep: (stage: string, step: number) => void;
}

const ICONS: Readonly<Record<Severity, IconName>> = { error: 'error', warning: 'warning', info: 'info' };

/** What the log doctor and the engine found in a run: what is wrong, what shows it, why, and what mends it. */
export function Findings({ detail, onKey, onStep }: FindingsProps): JSX.Element {
  const groups = groupFindings(detail);
  if (groups.length === 0)
    return (
      <EmptyState icon="pass" title="No findings">
        {lookedAtWords(detail)}
      </EmptyState>
    );
  return (
    <div class="findings">
      {groups.map(({ severity, title, findings }) => (
        <section key={severity} aria-label={title}>
          <h2>
            {title} <span class="muted numeric">{findings.length}</span>
          </h2>
          {findings.map((finding, i) => (
            <Finding key={`${finding.id} ${i}`} finding={finding} onKey={onKey} onStep={onStep} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Finding({
  finding,
  onKey,
  onStep,
}: Pick<FindingsProps, 'onKey' | 'onStep'> & { readonly finding: RunFinding }): JSX.Element {
  const { id, severity, message, evidence, cause, hint, stage, step, key, suggestion, time } = finding;
  return (
    <article class={`finding finding-${severity}`}>
      <Icon name={ICONS[severity]} label={severity} />
      <div class="finding-body">
        <h3>{message}</h3>
        <p class="muted finding-place">
          <span>{id}</span>
          {placeWords(finding) !== '' && <span class="numeric">{placeWords(finding)}</span>}
          {time !== undefined && <time dateTime={time}>{formatDate(time)}</time>}
        </p>
        {evidence !== undefined && evidence !== '' && (
          <pre class="finding-evidence" tabIndex={0} aria-label="Evidence">
            {evidence}
          </pre>
        )}
        <dl>
          {cause !== undefined && <Line name="Cause">{cause}</Line>}
          {hint !== undefined && <Line name="Fix">{hint}</Line>}
          {key !== undefined && suggestion !== undefined && (
            <Line name="Try">
              <code>
                {key}: {String(suggestion)}
              </code>
            </Line>
          )}
        </dl>
        <p class="finding-actions">
          {key !== undefined && (
            <Button title={`Open the curriculum at ${key}`} onClick={() => onKey(finding)}>
              Go to “{lastPart(key)}”
            </Button>
          )}
          {stage !== undefined && step !== undefined && (
            <Button onClick={() => onStep(stage, step)}>Show step {step} on the curves</Button>
          )}
        </p>
      </div>
    </article>
  );
}

/** The key itself: the whole path is in the button's title. */
const lastPart = (key: string): string => key.split(/[/.]/).at(-1) ?? key;

const Line = ({
  name,
  children,
}: {
  readonly name: string;
  readonly children: string | JSX.Element;
}): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
