import { useState } from 'preact/hooks';
import type { MadeItem, MakeArm } from '../../../src/protocol/made';
import { Icon } from '../../kit';
import { ARM_TITLES, OUTCOME_ICONS, OUTCOME_WORDS } from '../parts/titles';
import { ARMS } from '../state/kept';
import { Said } from './said';

type One = MadeItem['answers'][number];

/** What every model answered under each arm, as a matrix; a cell opens what the model said. */
export function Answers({ answers }: Pick<MadeItem, 'answers'>) {
  const [open, setOpen] = useState<One>();
  const models = [...new Set(answers.map(({ model }) => model))];
  const arms = ARMS.filter((arm) => answers.some((one) => one.arm === arm));
  const find = (model: string, arm: MakeArm): One | undefined =>
    answers.find((one) => one.model === model && one.arm === arm);
  return (
    <>
      <div class="answer-scroll">
        <table class="answer-matrix">
          <thead>
            <tr>
              <th scope="col">Model</th>
              {arms.map((arm) => (
                <th key={arm} scope="col">
                  {ARM_TITLES[arm]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model}>
                <th scope="row" title={model}>
                  {model}
                </th>
                {arms.map((arm) => {
                  const one = find(model, arm);
                  return (
                    <td key={arm}>
                      {one === undefined ? (
                        <span class="muted">not asked</span>
                      ) : (
                        <Cell
                          one={one}
                          open={one === open}
                          onOpen={() => setOpen(one === open ? undefined : one)}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open === undefined ? (
        <p class="muted">Choose an answer to read what the model said.</p>
      ) : (
        <Full one={open} />
      )}
    </>
  );
}

interface CellProps {
  readonly one: One;
  readonly open: boolean;
  readonly onOpen: () => void;
}

const Cell = ({ one, open, onOpen }: CellProps) => (
  <button type="button" class={`answer-cell outcome-${one.outcome}`} aria-expanded={open} onClick={onOpen}>
    <Icon name={OUTCOME_ICONS[one.outcome]} />
    <span class="answer-words">
      <span class="visually-hidden">{OUTCOME_WORDS[one.outcome]} </span>
      {one.outcome === 'missing' ? 'no answer' : (one.extracted ?? OUTCOME_WORDS[one.outcome])}
    </span>
  </button>
);

const Full = ({ one }: { readonly one: One }) => (
  <div class="answer-full" role="region" aria-label={`${one.model} ${ARM_TITLES[one.arm]}`}>
    <p class="answer-head">
      <strong>{one.model}</strong> {ARM_TITLES[one.arm]}: {OUTCOME_WORDS[one.outcome]}
      {one.truncated === true ? <span class="muted"> (cut off at its longest)</span> : null}
    </p>
    {one.reason === undefined ? null : <p class="muted">{one.reason}</p>}
    {one.text === undefined ? null : <Said text={one.text} />}
  </div>
);
