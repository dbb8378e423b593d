import { OUTCOMES, type MadeManifest } from '../../../src/protocol/made';
import { formatCount, formatNumber } from '../../kit';
import { ARM_TITLES, OUTCOME_WORDS, percent } from '../parts/titles';
import { kappaWords, shareWords } from './sentences';

/** How every model answered under each arm, as a bar of its four outcomes. */
export const Outcomes = ({ outcomes }: Pick<MadeManifest['figures'], 'outcomes'>) => (
  <>
    <table class="outcomes">
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Arm</th>
          <th scope="col">Answers</th>
          {OUTCOMES.map((outcome) => (
            <th key={outcome} scope="col" class="end">
              {outcome}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {outcomes.map(({ model, arm, counts }) => {
          const all = OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);
          return (
            <tr key={`${model} ${arm}`}>
              <th scope="row" title={model}>
                {model}
              </th>
              <td>{ARM_TITLES[arm]}</td>
              <td>
                <span class="outcome-stack" aria-hidden="true">
                  {OUTCOMES.map((outcome) => (
                    <span
                      key={outcome}
                      class={`stack-${outcome}`}
                      title={`${OUTCOME_WORDS[outcome]}: ${percent(counts[outcome], all)}`}
                      style={{ width: `${all === 0 ? 0 : (100 * counts[outcome]) / all}%` }}
                    />
                  ))}
                </span>
              </td>
              {OUTCOMES.map((outcome) => (
                <td key={outcome} class="end numeric">
                  {formatCount(counts[outcome])}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
    <p class="muted">
      Unparsable: what it said holds no answer. Missing: it never answered, which is not counted as wrong.
    </p>
  </>
);

/** How far models agree about the questions that both answered from the image. */
export const Agreement = ({ agreement }: Pick<MadeManifest['figures'], 'agreement'>) => (
  <ul class="agreement">
    {agreement.map(({ models: [a, b], same, kappa }) => (
      <li key={`${a} ${b}`}>
        <strong>{a}</strong> and <strong>{b}</strong>: the same outcome from the image in {shareWords(same)}.
        Beyond chance{kappa === undefined ? '' : ` (kappa ${formatNumber(kappa)})`}: {kappaWords(kappa)}.
      </li>
    ))}
  </ul>
);

/** What was asked and spent, a model a row. */
export const Spending = ({ spending }: Pick<MadeManifest, 'spending'>) => (
  <table class="outcomes">
    <thead>
      <tr>
        <th scope="col">Model</th>
        <th scope="col" class="end">
          Requests
        </th>
        <th scope="col" class="end">
          From cache
        </th>
        <th scope="col" class="end">
          Failed
        </th>
        <th scope="col" class="end">
          Tokens in
        </th>
        <th scope="col" class="end">
          Tokens out
        </th>
        <th scope="col" class="end">
          Cost
        </th>
      </tr>
    </thead>
    <tbody>
      {spending.map(({ model, requests, cached, failed, tokens, cost }) => (
        <tr key={model}>
          <th scope="row">{model}</th>
          <td class="end numeric">{formatCount(requests)}</td>
          <td class="end numeric">{formatCount(cached)}</td>
          <td class="end numeric">{formatCount(failed)}</td>
          <td class="end numeric">{formatCount(tokens.input)}</td>
          <td class="end numeric">{formatCount(tokens.output)}</td>
          <td class="end numeric">{cost === undefined ? '–' : cost.toFixed(2)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
