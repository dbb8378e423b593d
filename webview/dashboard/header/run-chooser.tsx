import { useState } from 'preact/hooks';
import {
  Checkbox,
  Disclosure,
  ErrorBanner,
  formatDate,
  ProgressRing,
  TextField,
  useAsk,
  useStore,
} from '../../kit';
import { useModel } from '../state/context';
import { MOST_RUNS } from '../state/kept';
import { runName } from '../state/names';

/** Runs that can be chosen from; who has more searches by name. */
const LIMIT = 300;
const SHOWN = 40;

/** Lets the user lay other runs over the main one. */
export function RunChooser() {
  const [opened, setOpened] = useState(0);
  return (
    <Disclosure label="Runs" icon="layers" onOpen={() => setOpened((count) => count + 1)}>
      <Choices opened={opened} />
    </Disclosure>
  );
}

function Choices({ opened }: { readonly opened: number }) {
  const model = useModel();
  const runs = useStore(model.state, (state) => state.runs);
  const [search, setSearch] = useState('');
  const { value, failure, pending, retry } = useAsk('runs', { limit: LIMIT }, opened);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (value?.runs ?? []).filter((run) =>
    words.every((word) => `${runName(run)} ${run.id} ${run.state}`.toLowerCase().includes(word)),
  );
  const full = runs.length >= MOST_RUNS;
  return (
    <div class="chooser">
      <TextField label="Search runs" placeholder="Search runs" value={search} onInput={setSearch} />
      {failure === undefined ? null : <ErrorBanner failure={failure} onRetry={retry} />}
      {pending ? <ProgressRing /> : null}
      <fieldset class="choices">
        <legend class="visually-hidden">Runs that lie over this one</legend>
        {found.slice(0, SHOWN).map((run) => {
          const position = runs.indexOf(run.dir);
          return (
            <Checkbox
              key={run.dir}
              checked={position >= 0}
              disabled={position === 0 || (full && position < 0)}
              onChange={(checked) =>
                model.change({ runs: checked ? [...runs, run.dir] : runs.filter((dir) => dir !== run.dir) })
              }
            >
              <span class="choice">
                <span class="choice-name">{runName(run)}</span>
                <span class="muted">
                  {formatDate(run.created)}, {run.state}
                </span>
              </span>
            </Checkbox>
          );
        })}
      </fieldset>
      {value !== undefined && found.length === 0 ? <p class="muted">No run has these words.</p> : null}
      {found.length > SHOWN ? <p class="muted">and {found.length - SHOWN} more: search to see them</p> : null}
      {full ? <p class="muted">{MOST_RUNS} runs are the most that can be told apart.</p> : null}
    </div>
  );
}
