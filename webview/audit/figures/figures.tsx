import { AUDIT_METHOD_NAMES, type AuditFigures, type AuditSet } from '../../../src/protocol/audit';
import { Button, EmptyState, ErrorBanner, ProgressRing, useStore } from '../../kit';
import { RateBar } from '../multiples/bar';
import { countWords, intervalWords, methodWords, shareWords } from '../parts/rate';
import { METHOD_TITLES } from '../parts/titles';
import { act, useAuditor } from '../state/ask';
import { useModel } from '../state/context';
import { Agreement } from './agreement';
import { Labels } from './labels';
import { Reported } from './reported';
import './figures.css';

/** What the set's verdicts say, by method and where methods meet. */
export function Figures({ set }: { readonly set: AuditSet }) {
  const revision = useStore(useModel().revision, (value) => value);
  const { value, failure, pending, retry } = useAuditor('figures', { set: set.dir }, revision);
  return (
    <div class="figures">
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      {value === undefined ? (
        pending && failure === undefined ? (
          <ProgressRing label="Counting" />
        ) : null
      ) : (
        <Sections figures={value} set={set} />
      )}
    </div>
  );
}

function Sections({ figures, set }: { readonly figures: AuditFigures; readonly set: AuditSet }) {
  const { perception, withheld, agreement, notes, corrected, controls } = figures;
  const said = AUDIT_METHOD_NAMES.filter(
    (method) => perception[method] !== undefined || withheld[method] !== undefined,
  );
  return (
    <>
      <section>
        <h2>Shares</h2>
        <table class="figure-table">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" class="bar-column">
                <span class="visually-hidden">Bar from 0 to 100 %</span>
              </th>
              <th scope="col">Share and 95 % interval</th>
              <th scope="col">Counted</th>
              <th scope="col">How</th>
            </tr>
          </thead>
          <tbody>
            <RateRow title="Accuracy" rate={figures.accuracy} />
            {said.map((method) => {
              const rate = perception[method];
              const why = withheld[method];
              return rate === undefined ? (
                <tr key={method}>
                  <th scope="row">Perception, {METHOD_TITLES[method].toLowerCase()}</th>
                  <td colSpan={4} class="muted">
                    Not given: {why}
                  </td>
                </tr>
              ) : (
                <RateRow
                  key={method}
                  title={`Perception, ${METHOD_TITLES[method].toLowerCase()}`}
                  rate={rate}
                  {...(why === undefined ? {} : { note: why })}
                />
              );
            })}
          </tbody>
        </table>
        {said.length > 0 ? null : (
          <EmptyState icon="beaker" title="No failure has been attributed yet">
            <p>Attribution says of each failure whether the image was misread or the reasoning went wrong.</p>
            <Button onClick={() => act({ action: 'attribute', set: set.dir })}>Attribute…</Button>
          </EmptyState>
        )}
      </section>
      {figures.labels.length === 0 ? null : <Labels labels={figures.labels} />}
      {corrected === undefined && controls === undefined ? null : (
        <section>
          <h2>The judge, checked</h2>
          <table class="figure-table">
            <tbody>
              {corrected === undefined ? null : (
                <>
                  <tr>
                    <th scope="row">Perception, corrected for the judge’s errors</th>
                    <td class="bar-column">
                      <RateBar rate={{ ...corrected.observed, ...corrected }} />
                    </td>
                    <td class="numeric">
                      {(100 * corrected.value).toFixed(1)} % {intervalWords(corrected.low, corrected.high)}
                    </td>
                    <td class="numeric">{countWords(corrected.observed)} observed</td>
                    <td class="muted">{corrected.method}</td>
                  </tr>
                  <RateRow title="As the judge says" rate={corrected.observed} />
                  <RateRow title="Sensitivity used" rate={corrected.sensitivity} />
                  <RateRow title="Specificity used" rate={corrected.specificity} />
                </>
              )}
              {controls === undefined ? null : (
                <>
                  <RateRow title="Sensitivity on seeded controls" rate={controls.sensitivity} />
                  <RateRow title="Specificity on seeded controls" rate={controls.specificity} />
                </>
              )}
            </tbody>
          </table>
        </section>
      )}
      {agreement.map((figure) => (
        <Agreement key={`${figure.first} ${figure.second}`} figure={figure} />
      ))}
      <Reported set={set} />
      {notes.length + set.problems.length === 0 ? null : (
        <section>
          <h2>Notes</h2>
          <ul class="figure-notes">
            {[...notes, ...set.problems].map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface RateRowProps {
  readonly title: string;
  readonly rate: AuditFigures['accuracy'];
  readonly note?: string;
}

/** A rate with all that belongs to it. */
export const RateRow = ({ title, rate, note }: RateRowProps) => (
  <tr>
    <th scope="row">{title}</th>
    <td class="bar-column">{rate.n === 0 ? null : <RateBar rate={rate} />}</td>
    <td class="numeric">{shareWords(rate)}</td>
    <td class="numeric">{countWords(rate)}</td>
    <td class="muted">
      {methodWords(rate)}
      {note === undefined ? null : `; ${note}`}
    </td>
  </tr>
);
