import { html, type Markup } from '../html';
import { failureCard, type Failure } from './card';

/** The failures with their filters. Without the script all are shown, one below the other. */
export function failureList(
  failures: readonly Failure[],
  total: number,
  compared: boolean,
  trusted: boolean,
): Markup {
  if (failures.length === 0)
    return html`<p class="empty">No failures: every item is solved from the image.</p>`;
  const values = (pick: (failure: Failure) => string | undefined): readonly string[] =>
    [...new Set(failures.flatMap((failure) => pick(failure) ?? []))].sort();
  return html`<form class="filters" role="search" aria-label="Filter the failures">
      ${choice(
        'capability',
        'Capability',
        values((f) => f.item.capability),
      )}
      ${choice(
        'dataset',
        'Data set',
        values((f) => f.item.dataset),
      )}
      ${choice(
        'verdict',
        'Verdict',
        values((f) => f.decision.verdict),
      )}
      ${choice(
        'oracle',
        'Oracle',
        values((f) => f.item.oracle?.label),
      )}
      ${
        compared &&
        choice(
          'change',
          'Second run',
          values((f) => f.change),
        )
      }
      <label class="search"
        >Search <input type="search" name="text" placeholder="question, answer, trace" autocomplete="off"
      /></label>
      <button type="reset">Clear</button>
      <output aria-live="polite">${failures.length} shown</output>
      <span class="keys"
        ><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> next, previous <kbd>o</kbd> all answers
        <kbd>Esc</kbd> clear</span
      >
    </form>
    ${total > failures.length && html`<p class="warning">The page holds the first ${failures.length} of ${total} failures; all are in <code>audit/counterfactual.jsonl</code>.</p>`}
    ${!trusted && html`<p class="gate closed">The gate is closed: the verdicts below say what the arms gave, not why the model failed.</p>`}
    <div class="failures">${failures.map((failure) => failureCard(failure))}</div>
    <p class="empty nothing" hidden>No failure matches. <kbd>Esc</kbd> clears the filters.</p>`;
}

function choice(name: string, label: string, values: readonly string[]): Markup | false {
  if (values.length < 2) return false;
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">all</option>
      ${values.map((value) => html`<option>${value}</option>`)}
    </select></label
  >`;
}
