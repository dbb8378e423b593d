import type { AgreementFigure } from '../../../src/protocol/audit';
import { Button, formatCount } from '../../kit';
import { countWords, shareWords } from '../parts/rate';
import { labelTitle } from '../parts/titles';
import { useModel } from '../state/context';

/** Two methods on the items that both speak of: how often they agree, and what they say where they do not. */
export function Agreement({ figure }: { readonly figure: AgreementFigure }) {
  const { change } = useModel();
  const { first, second, labels, counts, agreement, kappa } = figure;
  const most = Math.max(1, ...counts.flat());
  return (
    <section>
      <h2>
        {capital(first)} and {second}
        {labels.some((label) => label.startsWith('not ')) ? ': perception or not' : ''}
      </h2>
      <p class="agreement-words numeric">
        They agree on {shareWords(agreement)}, {countWords(agreement)}.
        {kappa === undefined
          ? ' Too few for a kappa.'
          : ` Cohen’s kappa ${signed(kappa.value)} [${signed(kappa.low)}, ${signed(kappa.high)}] (${kappa.method.replace(/^Cohen.s kappa, /, '')}).`}
      </p>
      <div class="matrix-scroll" tabIndex={0} role="region" aria-label={`${first} against ${second}`}>
        <table class="matrix">
          <caption class="visually-hidden">
            Items by what {first} says (rows) and {second} says (columns)
          </caption>
          <thead>
            <tr>
              <td class="matrix-corner">
                {first} ↓ {second} →
              </td>
              {labels.map((label) => (
                <th key={label} scope="col">
                  {labelTitle(label)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map((label, i) => (
              <tr key={label}>
                <th scope="row">{labelTitle(label)}</th>
                {labels.map((other, j) => {
                  const n = counts[i]?.[j] ?? 0;
                  return (
                    <td
                      key={other}
                      class={`numeric${i === j ? ' same' : ''}${n === 0 ? ' nothing' : ''}`}
                      // The root, so that few beside many are still to be seen.
                      style={{ '--heat': `${Math.round(45 * Math.sqrt(n / most))}%` }}
                    >
                      {formatCount(n)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        appearance="secondary"
        onClick={() =>
          change({
            tab: 'browse',
            filter: { agreement: 'disagree', outcome: 'all' },
            order: 'disagreement',
            descending: true,
          })
        }
      >
        Read the disagreements
      </Button>
    </section>
  );
}

/** With a minus that is as wide as a digit. */
const signed = (value: number): string => value.toFixed(2).replace('-', '−');
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
