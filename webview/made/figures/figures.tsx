import { MADE_SPLITS, type MadeManifest, type MadeSplit } from '../../../src/protocol/made';
import { formatCount, Icon, Part, plural } from '../../kit';
import { SPLIT_TITLES } from '../parts/titles';
import { useModel } from '../state/context';
import { Bars } from './bars';
import { Fell } from './fell';
import { Agreement, Outcomes, Spending } from './models';
import { blindWords, duplicateWords, longestWords, positionWords, type Sentence } from './sentences';
import './figures.css';

/** Whether the data is any good, in figures with a sentence each; a click lists the questions that one is of. */
export function Figures({ manifest }: { readonly manifest: MadeManifest }) {
  const { change } = useModel();
  const { figures, funnel, spending } = manifest;
  const { positions, kinds, splits, difficulty } = figures;
  const list = (filter: Parameters<typeof change>[0]['filter']): void =>
    change({ tab: 'browse', ...(filter === undefined ? {} : { filter }) });
  return (
    <div class="figures" tabIndex={0} role="region" aria-label="Figures">
      <h2 class="visually-hidden">Figures</h2>
      <Part title="What fell, and why" class="figure-wide">
        <Fell
          funnel={funnel}
          onChoose={(step, reason) =>
            list({ steps: [step], ...(reason === undefined ? {} : { reasons: [reason] }) })
          }
        />
      </Part>
      <Part title="Position of the right option">
        <Words {...positionWords(figures)} />
        {Object.keys(positions).length === 0 ? null : (
          <Bars
            label="Rows by position of the right option"
            values={Object.entries(positions)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, n]) => ({ name, n }))}
          />
        )}
      </Part>
      <Part title="Shortcuts">
        <Words {...blindWords(figures.blind)} />
        <Words {...longestWords(figures)} />
        <Words {...duplicateWords(figures.duplicates)} />
      </Part>
      {difficulty === undefined ? null : (
        <Part title="Pass rate of kept rows">
          <p>
            Mean {difficulty.mean.toFixed(2)} over {plural(difficulty.rollouts, 'rollout')}
            {difficulty.saved === undefined
              ? '.'
              : `; the adaptive rule did not need ${formatCount(difficulty.saved)} more.`}
          </p>
          <Bars
            label="Rows by pass rate"
            values={difficulty.bins.map((n, bin) => ({
              name: `${(bin / 10).toFixed(1)} to ${((bin + 1) / 10).toFixed(1)}`,
              n,
            }))}
          />
        </Part>
      )}
      <Part title="Kinds of kept rows">
        {Object.keys(kinds).length === 0 ? (
          <p class="muted">The questions have no kinds.</p>
        ) : (
          <Bars
            label="Rows by kind"
            values={Object.entries(kinds).map(([name, n]) => ({
              name,
              n,
              title: name === '' ? '(none)' : name,
            }))}
            onChoose={(kind) => list({ decision: 'kept', kinds: [kind] })}
          />
        )}
      </Part>
      <Part title="Splits">
        <Bars
          label="Rows by split"
          values={MADE_SPLITS.flatMap((name) => {
            const split = splits[name];
            return split === undefined
              ? []
              : [{ name, n: split.rows, title: `${SPLIT_TITLES[name]}, ${plural(split.images, 'image')}` }];
          })}
          onChoose={(name) => list({ splits: [name as MadeSplit] })}
        />
        <p class="muted">No image is in two splits.</p>
      </Part>
      {figures.outcomes.length === 0 ? null : (
        <Part title="Answers" class="figure-wide">
          <Outcomes outcomes={figures.outcomes} />
          {figures.agreement.length === 0 ? null : <Agreement agreement={figures.agreement} />}
        </Part>
      )}
      {spending.length === 0 ? null : (
        <Part title="Spent" class="figure-wide">
          <Spending spending={spending} />
        </Part>
      )}
    </div>
  );
}

const Words = ({ tone, words }: Sentence) => (
  <p class={`figure-words tone-${tone}`}>
    {tone === 'plain' ? null : (
      <Icon name={tone === 'good' ? 'pass' : 'warning'} label={tone === 'good' ? 'good' : 'look at this'} />
    )}
    <span>{words}</span>
  </p>
);
