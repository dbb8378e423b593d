import type { StageSample } from '../../../src/protocol/runs';
import type { JSX, RefObject } from 'preact';
import { Button, formatCount, Icon } from '../../kit';
import { OverTime } from './over-time';
import { Pictures } from './pictures';
import { RewardBars } from './reward-bars';
import { OUTCOME_ICONS } from './list';
import { LongText } from './long-text';
import { outcomeOf } from './texts';

export interface SampleDetailProps {
  readonly run: string;
  readonly revision: number;
  readonly sample: StageSample;
  readonly onStep: (stage: string, step: number) => void;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** One completion: what was asked, what came, and how the reward read it. */
export function SampleDetail({ run, revision, sample, onStep, heading }: SampleDetailProps): JSX.Element {
  const { stage, step, sample: rollout } = sample;
  const outcome = outcomeOf(sample);
  // A text that was opened stays so only for its own sample; the row over time stays open for all.
  const key = `${stage} ${step} ${rollout.row}`;
  return (
    <article class="sample-detail" aria-label={`Sample of row ${rollout.row} at step ${step}`}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          <span class={`outcome outcome-${outcome.kind}`}>
            <Icon name={OUTCOME_ICONS[outcome.kind]} /> {outcome.word}
          </span>
          <span>
            Stage {stage}, step {formatCount(step)}
          </span>
          <span class="muted sample-row-id">row {rollout.row}</span>
        </h2>
        <Button onClick={() => onStep(stage, step)}>Show on the curves</Button>
      </header>
      <div class="sample-body">
        <Part title="Question">
          <LongText key={key} text={rollout.question} />
        </Part>
        {rollout.images !== undefined && rollout.images.length > 0 && <Pictures images={rollout.images} />}
        <Part title="Gold answer">
          <LongText key={key} text={rollout.gold} mono />
        </Part>
        <Part title="Response">
          <LongText key={key} text={rollout.response} mono />
        </Part>
        <Part title="Reward">
          <RewardBars reward={rollout.reward} />
        </Part>
        <OverTime run={run} revision={revision} shown={sample} onStep={onStep} />
      </div>
    </article>
  );
}

const Part = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: JSX.Element;
}): JSX.Element => (
  <section class="sample-part">
    <h3>{title}</h3>
    {children}
  </section>
);
