import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ItemDetail } from '../../../../src/protocol/audit';
import { Button, formatCount, Part } from '../../../kit';
import { hitsOf } from '../text/marks';
import { Reading } from '../text/reading';
import { ClaimList } from './claim-list';
import { claimsOf, judgeOf, responseMarks, type Claim } from './claims';
import { ClaimTip } from './tip';
import './trace.css';

/** How texts are shown; stays from item to item. */
export interface TextView {
  readonly raw: boolean;
  readonly wrap: boolean;
}

export interface TraceProps {
  readonly detail: ItemDetail;
  /** What other methods say is hidden until the reader has said something. */
  readonly hidden: boolean;
  readonly search: string;
  readonly view: TextView;
  readonly onView: (view: TextView) => void;
  /** Asks to go to the first error or to the next claim; another `count` asks again. */
  readonly wanted: { readonly what: 'error' | 'claim'; readonly count: number } | undefined;
}

interface Going {
  readonly offset: number;
  readonly selector: string;
  readonly count: number;
}

/** The response, with what the judge says of it marked in it and listed beside it. */
export function Trace({ detail, hidden, search, view, onView, wanted }: TraceProps): JSX.Element {
  const { response, thinking } = detail;
  const judge = useMemo(() => (hidden ? undefined : judgeOf(detail)), [detail, hidden]);
  const claims = useMemo(() => claimsOf(judge, response), [judge, response]);
  const marks = useMemo(
    () => responseMarks(response, claims, judge?.firstError, search),
    [response, claims, judge, search],
  );
  const thoughts = useMemo(() => hitsOf(thinking ?? '', search), [thinking, search]);
  const words = useCallback((id: number): string => `${claims[id - 1]?.verdict ?? ''} claim ${id}`, [claims]);
  const box = useRef<HTMLDivElement>(null);
  const [goTo, setGoTo] = useState<Going>();
  const last = useRef(0);
  const go = (offset: number, selector: string): void =>
    setGoTo((old) => ({ offset, selector, count: (old?.count ?? 0) + 1 }));
  const goClaim = ({ id, start }: Claim): void => {
    last.current = id;
    go(start, `[data-claim="${id}"]`);
  };
  useEffect(() => {
    setGoTo(undefined);
    last.current = 0;
  }, [detail.index]);
  useEffect(() => {
    if (wanted === undefined) return;
    if (wanted.what === 'error') {
      const start = judge?.firstError?.start;
      if (start !== undefined) go(start, '.first-error');
      return;
    }
    const next = claims.find(({ id }) => id > last.current) ?? claims[0];
    if (next !== undefined) goClaim(next);
    // Only a new wish moves the reader, not new claims.
  }, [wanted]);
  const point = (id: number | undefined): void => {
    for (const mark of box.current?.querySelectorAll('[data-claim]') ?? [])
      mark.classList.toggle(
        'claim-pointed',
        id !== undefined && mark.getAttribute('data-claim') === String(id),
      );
  };
  const listed = claims.length > 0 || (judge?.unfound.length ?? 0) > 0;
  return (
    <Part
      title="Response"
      class="trace"
      tools={
        <>
          <span class="muted numeric">{formatCount(response.length)} characters</span>
          {judge?.firstError !== undefined && (
            <Button
              title="Go to the first decisive error (x)"
              onClick={() => go(judge.firstError?.start ?? 0, '.first-error')}
            >
              First error
            </Button>
          )}
          <Button
            pressed={view.raw}
            title="As it is written, or set (r)"
            onClick={() => onView({ ...view, raw: !view.raw })}
          >
            Raw
          </Button>
          <Button
            pressed={view.wrap}
            title="Wrap long lines (w)"
            onClick={() => onView({ ...view, wrap: !view.wrap })}
          >
            Wrap
          </Button>
        </>
      }
    >
      {thinking !== undefined && thinking !== '' && (
        <details class="detail-fold" open={thoughts.length > 0}>
          <summary>
            Thinking <span class="muted numeric">{formatCount(thinking.length)} characters</span>
          </summary>
          <Reading
            text={thinking}
            marks={thoughts}
            raw={view.raw}
            wrap={view.wrap}
            label="Thinking before the response"
          />
        </details>
      )}
      <div class={listed ? 'trace-panes' : ''}>
        <div ref={box} class="trace-text">
          <Reading
            text={response}
            marks={marks}
            raw={view.raw}
            wrap={view.wrap}
            numbered
            claimWords={words}
            label="Response"
            goTo={goTo}
          />
          <ClaimTip box={box} claims={claims} />
        </div>
        {listed && (
          <ClaimList claims={claims} unfound={judge?.unfound ?? []} onGo={goClaim} onPoint={point} />
        )}
      </div>
    </Part>
  );
}
