import type { StageSample } from '../../../src/protocol/runs';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  Button,
  changesFrom,
  ErrorBanner,
  formatCount,
  formatNumber,
  Icon,
  ProgressRing,
  useAsk,
} from '../../kit';
import { OUTCOME_ICONS } from './list';
import { LongText } from './long-text';
import { outcomeOf } from './texts';

/** So many completions of one row side by side: those around the one that is shown, when there are more. */
const MOST = 60;
/** So many are looked through at either end of a long run. */
const PAGE = 500;

export interface OverTimeProps {
  readonly run: string;
  readonly revision: number;
  readonly shown: StageSample;
  readonly onStep: (stage: string, step: number) => void;
}

/** The completions of the same row at other steps, oldest first, with the words that are new in each. */
export function OverTime({ run, revision, shown, onStep }: OverTimeProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <section class="sample-part">
      <h3>
        <Button pressed={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the same row over time' : 'Same row over time'}
        </Button>
      </h3>
      {open && <Completions run={run} revision={revision} shown={shown} onStep={onStep} />}
    </section>
  );
}

function Completions({ run, revision, shown, onStep }: OverTimeProps): JSX.Element {
  const { row } = shown.sample;
  const first = useAsk('samples', { run, row, offset: 0, count: PAGE }, revision);
  const rest = Math.max(0, (first.value?.total ?? 0) - PAGE);
  const last = useAsk('samples', rest === 0 ? undefined : { run, row, offset: rest, count: PAGE }, revision);
  const { value, failure, retry } = first;
  const current = useRef<HTMLLIElement>(null);
  const ready = value !== undefined;
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [ready, shown.step]);
  if (value === undefined)
    return failure === undefined ? (
      <ProgressRing label="Loading the row’s samples" />
    ) : (
      <ErrorBanner failure={failure} onRetry={retry} />
    );
  const pages = [value.samples, last.value?.samples ?? []];
  const all = pages.find((page) => page.some((sample) => isSame(sample, shown))) ?? value.samples;
  const at = all.findIndex((sample) => isSame(sample, shown));
  const from = Math.max(0, Math.min(at - MOST / 2, all.length - MOST));
  const list = all.slice(from, from + MOST);
  if (all.length < 2)
    return (
      <p class="muted">This is the only sample of the row so far: the engine keeps a few rows a step.</p>
    );
  return (
    <>
      <p class="muted">
        {formatCount(value.total)} samples of row {row}, oldest first
        {value.total > list.length ? `; ${list.length} around this one are shown` : ''}. Marked words were not
        in the one before.
      </p>
      <ol class="over-time" tabIndex={0} aria-label={`Completions of row ${row} over time`}>
        {list.map((sample, i) => (
          <Completion
            key={i}
            sample={sample}
            before={list[i - 1]}
            shown={isSame(sample, shown) ? current : undefined}
            onStep={onStep}
          />
        ))}
      </ol>
    </>
  );
}

const isSame = (a: StageSample, b: StageSample): boolean =>
  a.step === b.step && a.stage === b.stage && a.sample.response === b.sample.response;

interface CompletionProps {
  readonly sample: StageSample;
  readonly before: StageSample | undefined;
  readonly shown: { current: HTMLLIElement | null } | undefined;
  readonly onStep: (stage: string, step: number) => void;
}

function Completion({ sample, before, shown, onStep }: CompletionProps): JSX.Element {
  const { stage, step, sample: rollout } = sample;
  const outcome = outcomeOf(sample);
  const total = rollout.reward.overall ?? rollout.reward.reward;
  return (
    <li ref={shown ?? null} class={shown === undefined ? '' : 'current'} aria-current={shown !== undefined}>
      <p class="completion-head">
        <span class={`outcome outcome-${outcome.kind}`} title={outcome.word}>
          <Icon name={OUTCOME_ICONS[outcome.kind]} label={outcome.word} />
        </span>
        <button type="button" class="text-link" onClick={() => onStep(stage, step)}>
          {stage}, step {formatCount(step)}
        </button>
        {total !== undefined && <span class="numeric muted">{formatNumber(total)}</span>}
      </p>
      <LongText
        text={rollout.response}
        mono
        {...(before === undefined ? {} : { pieces: changesFrom(before.sample.response, rollout.response) })}
      />
    </li>
  );
}
