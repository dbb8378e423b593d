import { OUTCOMES, type MadeFacets, type MadeOutcome } from '../../../src/protocol/made';
import { formatCount, Icon } from '../../kit';
import { ARM_TITLES, OUTCOME_ICONS, OUTCOME_WORDS } from '../parts/titles';

interface OutcomeGridProps {
  readonly counts: MadeFacets['outcomes'];
  readonly chosen: readonly MadeOutcome[];
  readonly onToggle: (outcome: MadeOutcome) => void;
}

/** How models answered under each arm; each count is a button that narrows to it. */
export function OutcomeGrid({ counts, chosen, onToggle }: OutcomeGridProps) {
  const models = [...new Set([...counts, ...chosen].map(({ model }) => model))];
  if (models.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend>Answers</legend>
      {models.map((model) => (
        <table key={model} class="outcome-grid">
          <caption title={model}>{model}</caption>
          <thead>
            <tr>
              <td />
              {OUTCOMES.map((outcome) => (
                <th key={outcome} scope="col" class={`outcome-${outcome}`}>
                  <Icon name={OUTCOME_ICONS[outcome]} label={OUTCOME_WORDS[outcome]} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(['image', 'description', 'neither'] as const).map((arm) => {
              const found = counts.find((one) => one.model === model && one.arm === arm)?.counts;
              return (
                <tr key={arm}>
                  <th scope="row">{ARM_TITLES[arm]}</th>
                  {OUTCOMES.map((outcome) => {
                    const isOn = chosen.some(
                      (one) => one.model === model && one.arm === arm && one.outcome === outcome,
                    );
                    const n = found?.[outcome] ?? 0;
                    return (
                      <td key={outcome}>
                        <button
                          type="button"
                          class="outcome-count numeric"
                          aria-pressed={isOn}
                          disabled={n === 0 && !isOn}
                          aria-label={`${model} ${ARM_TITLES[arm]}, ${OUTCOME_WORDS[outcome]}: ${formatCount(n)}`}
                          onClick={() => onToggle({ model, arm, outcome })}
                        >
                          {n === 0 ? '–' : shortCount(n)}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      ))}
    </fieldset>
  );
}

/** `950`, `12.4k`, `1.2m`: a count has little room in the grid. */
const shortCount = (n: number): string =>
  n < 10_000
    ? formatCount(n)
    : n < 1e6
      ? `${Number((n / 1000).toPrecision(3))}k`
      : `${Number((n / 1e6).toPrecision(3))}m`;
