import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LABELS, type ItemDetail, type Label } from '../../../src/protocol/audit';
import { KeyList, Viewer, type ImageAdvice } from '../../kit';
import { Question } from './answer/answer';
import { Arms } from './arms/arms';
import { Beside } from './beside/beside';
import { DetailHeader } from './header';

import { Neighbours } from './neighbours/neighbours';
import type { DetailProps } from './props';
import { Trace, type TextView, type TraceProps } from './trace/trace';
import { ALL_KEYS, type Command } from './triage/keys';
import { TriageBar } from './triage/triage';
import { useKeys } from './triage/use-keys';
import { useLabels } from './triage/use-labels';
import { Verdicts } from './verdicts/verdicts';

const IMAGE_ADVICE: ImageAdvice = {
  missing:
    'Import the results again and name the folder of the images, or the TSV of the benchmark that holds them.',
  outside:
    'Open its folder in this workspace, or import the results again and name the folder of the images.',
  broken:
    'The file may be gone, damaged, or of a kind that browsers do not show. Convert it to PNG, or import again with the folder where it is now.',
};

interface ItemProps extends DetailProps {
  readonly detail: ItemDetail;
}

/** The parts of an item, and the keys that work on all of it. */
export function Item(props: ItemProps): JSX.Element {
  const { detail, state, annotator, change, act, onSelect, onMove, titles } = props;
  const triage = state.triage ?? { annotator, blind: false };
  const search = state.filter.text ?? '';
  const [view, setView] = useState<TextView>({ raw: false, wrap: true });
  const [fullScreen, setFullScreen] = useState(false);
  const [keys, setKeys] = useState(false);
  const [wanted, setWanted] = useState<TraceProps['wanted']>();
  const note = useRef<HTMLInputElement>(null);
  const labels = useLabels(props, detail, triage.annotator);
  const { mine } = labels;
  const offered = mine.label === null ? [] : LABELS[mine.label].subtypes;
  // Right after a label its kinds go before whatever else their letters mean on the page.
  const [asking, setAsking] = useState(-1);
  const hidden = triage.blind && mine.label === null;

  // For a moment the item that was left is still to be seen: what is said then is said of neither.
  const isChosen = (): boolean =>
    (state.selected === undefined || state.selected === detail.index) &&
    props.isMoving?.() !== true &&
    !labels.isSeeking();
  const label = (name: Label): void => {
    if (!isChosen()) return;
    setAsking(detail.index);
    const note = mine.note === undefined ? {} : { note: mine.note };
    if (mine.label !== name) labels.say({ label: name, ...note });
  };
  const subtype = (name: string): void => {
    if (!isChosen()) return;
    setAsking(-1);
    labels.say({ ...mine, subtype: name });
  };
  const want = (what: 'error' | 'claim'): void =>
    setWanted((old) => ({ what, count: (old?.count ?? 0) + 1 }));
  useEffect(() => setWanted(undefined), [detail.index]);
  const commands: Readonly<Record<Command, () => void>> = {
    undo: labels.undo,
    next: () => labels.next(false),
    skip: () => isChosen() && labels.next(true),
    raw: () => setView({ ...view, raw: !view.raw }),
    wrap: () => setView({ ...view, wrap: !view.wrap }),
    note: () => note.current?.focus(),
    claim: () => want('claim'),
    error: () => want('error'),
    blind: () => change({ triage: { ...triage, blind: !triage.blind } }),
    view: () => setFullScreen(!fullScreen && detail.pictures.length > 0),
    before: () => onMove(-1),
    after: () => onMove(1),
    keys: () => setKeys(true),
  };
  useKeys(offered, asking === detail.index, { label, subtype, command: (name) => commands[name]() });

  return (
    <>
      <DetailHeader
        detail={detail}
        hidden={hidden}
        onLink={() => act({ action: 'copyLink', state: { ...state, selected: detail.index } })}
        onSource={() => act({ action: 'openSource', set: state.set, index: detail.index })}
      />
      <TriageBar
        labels={labels}
        triage={triage}
        onTriage={(next) => change({ triage: next })}
        offered={offered}
        onLabel={label}
        onSubtype={subtype}
        onKeys={() => setKeys(true)}
        note={note}
      />
      <div class="detail-columns">
        <div class="detail-left">
          <Viewer
            pictures={detail.pictures}
            item={detail.index}
            fullScreen={fullScreen}
            onFullScreen={setFullScreen}
            advice={IMAGE_ADVICE}
          />
          <Question detail={detail} search={search} raw={view.raw} />
        </div>
        <div class="detail-right">
          {detail.other === undefined ? null : (
            <Beside detail={detail} view={view} hidden={hidden} titles={titles} />
          )}
          <Trace
            detail={detail}
            hidden={hidden}
            search={search}
            view={view}
            onView={setView}
            wanted={wanted}
          />
          <Verdicts detail={detail} hidden={hidden} />
          {!hidden && <Arms detail={detail} view={view} />}
        </div>
      </div>
      <Neighbours detail={detail} onSelect={onSelect} />
      {keys && <KeyList keys={ALL_KEYS} onClose={() => setKeys(false)} />}
    </>
  );
}
