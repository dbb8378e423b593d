import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AnswerText, ItemDetail, VerdictDetail } from '../../../../src/protocol/audit';
import { Icon, Part, plural } from '../../../kit';
import { Outcome } from '../parts/outcome';
import { armTitle, labelTitle } from '../parts/words';
import { Reading } from '../text/reading';
import type { TextView } from '../trace/trace';
import { armsOf, type ArmRow } from './rows';
import './arms.css';

interface ArmsProps {
  readonly detail: ItemDetail;
  readonly view: TextView;
}

type Counterfactual = Extract<VerdictDetail, { readonly method: 'counterfactual' }>;

/** The same question with other inputs: how often the model was right, and every answer on demand. */
export function Arms({ detail, view }: ArmsProps): JSX.Element | null {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setOpen(new Set()), [detail.index]);
  const verdict = detail.details.find((entry): entry is Counterfactual => entry.method === 'counterfactual');
  const rows = armsOf(verdict?.arms ?? [], detail.answers);
  if (rows.length === 0) return null;
  const toggle = (arm: string): void =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(arm)) next.add(arm);
      return next;
    });
  return (
    <Part title="Answers with other inputs">
      {verdict !== undefined && (
        <p class="arms-decision">
          <strong>{labelTitle(verdict.label)}</strong>: {verdict.verdict}
          {verdict.excluded !== undefined && (
            <span class="muted"> Left out of the rate: {verdict.excluded}.</span>
          )}
        </p>
      )}
      <table class="arms">
        <caption class="visually-hidden">
          Right answers by what the model is given beside the question
        </caption>
        <thead>
          <tr>
            <th scope="col">Given with the question</th>
            <th scope="col">Right</th>
            <th scope="col" class="arms-wide">
              <span class="visually-hidden">Share</span>
            </th>
          </tr>
        </thead>
        {rows.map((row) => (
          <tbody key={row.arm}>
            <tr>
              <th scope="row">
                {row.answers.length === 0 ? (
                  armTitle(row.arm)
                ) : (
                  <button
                    type="button"
                    class="arms-toggle"
                    aria-expanded={open.has(row.arm)}
                    onClick={() => toggle(row.arm)}
                  >
                    <Icon name={open.has(row.arm) ? 'chevron-down' : 'chevron-right'} /> {armTitle(row.arm)}
                  </button>
                )}
              </th>
              <td class="numeric">
                {row.k === 0 ? <span class="muted">not graded</span> : `${row.right} of ${row.k}`}
              </td>
              <td class="arms-wide">
                <Bar row={row} />
              </td>
            </tr>
            {open.has(row.arm) && (
              <tr>
                <td colSpan={3}>
                  <Answers answers={row.answers} view={view} />
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </Part>
  );
}

const Bar = ({ row }: { readonly row: ArmRow }): JSX.Element => (
  <div class="arms-bar" aria-hidden="true">
    <div style={{ width: `${row.k === 0 ? 0 : (100 * row.right) / row.k}%` }} />
  </div>
);

const MOST = 64;

function Answers({
  answers,
  view,
}: {
  readonly answers: readonly AnswerText[];
  readonly view: TextView;
}): JSX.Element {
  const description = answers.find((answer) => answer.description !== undefined)?.description;
  return (
    <>
      {description !== undefined && (
        <div class="arm-description">
          <h4>The description that was given</h4>
          <Reading text={description} marks={[]} {...view} label="Description" />
        </div>
      )}
      <ol class="arm-answers" aria-label={plural(answers.length, 'answer')}>
        {answers.slice(0, MOST).map((answer, i) => (
          <li key={i}>
            <p class="arm-answer-head">
              <Outcome correct={answer.correct} />
              {answer.extracted !== undefined && <code>{answer.extracted.slice(0, 200)}</code>}
              <span class="muted">
                {answer.greedy ? 'without sampling' : 'sampled'}
                {answer.tokens === undefined ? '' : `, ${plural(answer.tokens, 'token')}`}
                {answer.truncated ? ', cut at the limit' : ''}
              </span>
            </p>
            <Reading text={answer.text} marks={[]} {...view} label={`Answer ${i + 1}`} />
          </li>
        ))}
      </ol>
    </>
  );
}
