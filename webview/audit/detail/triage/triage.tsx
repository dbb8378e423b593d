import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { LABEL_NAMES, LABELS, type AuditPageState, type Label } from '../../../../src/protocol/audit';
import { Button, Checkbox, ErrorBanner, formatCount, Icon, TextField } from '../../../kit';
import { subtypeTitle } from '../parts/words';
import { subtypeKey } from './keys';
import type { Labels } from './use-labels';
import './triage.css';

type Triage = NonNullable<AuditPageState['triage']>;

interface TriageBarProps {
  readonly labels: Labels;
  readonly triage: Triage;
  readonly onTriage: (triage: Triage) => void;
  readonly offered: readonly string[];
  readonly onLabel: (label: Label) => void;
  readonly onSubtype: (subtype: string) => void;
  readonly onKeys: () => void;
  readonly note: RefObject<HTMLInputElement | null>;
}

/** Labelling by hand: a button and a key a label, its subtypes, a note, and where one is in the sample. */
export function TriageBar(props: TriageBarProps): JSX.Element {
  const { labels, triage, onTriage, offered, onLabel, onSubtype, onKeys, note } = props;
  const { mine, progress } = labels;
  return (
    <section class="triage" aria-label="Label by hand">
      <div class="triage-labels" role="group" aria-label="Label">
        {LABEL_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            class="triage-label"
            aria-pressed={mine.label === name}
            aria-keyshortcuts={LABELS[name].key}
            title={LABELS[name].doc}
            onClick={() => onLabel(name)}
          >
            <kbd>{LABELS[name].key}</kbd> {LABELS[name].title}
          </button>
        ))}
      </div>
      {offered.length > 0 && (
        <div class="triage-labels triage-subtypes" role="group" aria-label="What kind">
          <span class="muted">What kind?</span>
          {offered.map((subtype, i) => (
            <button
              key={subtype}
              type="button"
              class="triage-label"
              aria-pressed={mine.subtype === subtype}
              aria-keyshortcuts={subtypeKey(i)}
              onClick={() => onSubtype(subtype)}
            >
              <kbd>{subtypeKey(i)}</kbd> {subtypeTitle(subtype)}
            </button>
          ))}
        </div>
      )}
      <div class="triage-line">
        <Button title="Next item without your label (n)" onClick={() => labels.next(false)}>
          Next
        </Button>
        <Button title="Skip this item and go on (s)" onClick={() => labels.next(true)}>
          Skip
        </Button>
        <Button
          icon="discard"
          title="Undo your last label (u)"
          disabled={!labels.canUndo}
          onClick={labels.undo}
        >
          Undo
        </Button>
        <Note labels={labels} field={note} />
        <Button appearance="icon" label="Keys (?)" onClick={onKeys}>
          <Icon name="question" />
        </Button>
      </div>
      <details class="detail-fold triage-settings">
        <summary>
          {progress !== undefined && (
            <>
              <span class="numeric triage-progress">
                {formatCount(progress.done)} of {formatCount(progress.of)}
              </span>{' '}
              labelled,{' '}
            </>
          )}
          as <strong>{triage.annotator}</strong>
          {triage.sample === undefined ? ', all of the list' : `, a sample of ${formatCount(triage.sample)}`}
          {triage.blind ? ', blind' : ''}
        </summary>
        <Settings triage={triage} onTriage={onTriage} />
      </details>
      <p class="visually-hidden" role="status">
        {mine.label === null ? '' : `Labelled ${LABELS[mine.label].title}. `}
      </p>
      <p class="triage-said" role="status">
        {labels.said}
      </p>
      {labels.failure !== undefined && <ErrorBanner failure={labels.failure} onRetry={labels.retry} />}
    </section>
  );
}

/** A note beside the label; kept when the field is left. */
function Note({
  labels,
  field,
}: {
  readonly labels: Labels;
  readonly field: RefObject<HTMLInputElement | null>;
}): JSX.Element {
  const stored = labels.mine.note ?? '';
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored, labels.index]);
  const keep = (): void => {
    if (text !== stored && labels.mine.label !== null) labels.say({ ...labels.mine, note: text });
  };
  return (
    <input
      ref={field}
      class="triage-note"
      type="text"
      maxLength={2000}
      value={text}
      disabled={labels.mine.label === null}
      placeholder={labels.mine.label === null ? 'Label first, then note' : 'Note (m)'}
      aria-label="Note"
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        if (event.key === 'Escape') setText(stored);
        event.currentTarget.blur();
      }}
    />
  );
}

function Settings({
  triage,
  onTriage,
}: {
  readonly triage: Triage;
  readonly onTriage: (triage: Triage) => void;
}): JSX.Element {
  const id = useId();
  const { annotator, sample, blind } = triage;
  return (
    <div class="triage-line" id={id}>
      <span>
        Name{' '}
        <TextField
          value={annotator}
          label="Your name as annotator"
          onInput={(next) => {
            if (next.trim() !== '') onTriage({ ...triage, annotator: next.trim().slice(0, 80) });
          }}
        />
      </span>
      <span>
        Sample of{' '}
        <TextField
          value={sample === undefined ? '' : String(sample)}
          placeholder="all"
          label="Size of the stratified sample; empty: all of the list"
          onInput={(next) => {
            const n = Number(next);
            if (next.trim() === '') onTriage({ annotator, blind });
            else if (Number.isInteger(n) && n > 0 && n <= 1_000_000)
              onTriage({ annotator, blind, sample: n });
          }}
        />
      </span>
      <Checkbox checked={blind} onChange={(next) => onTriage({ ...triage, blind: next })}>
        Hide other methods until I have labelled
      </Checkbox>
    </div>
  );
}
