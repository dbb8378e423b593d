import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CLAIM_GLYPHS } from '../text/prose';
import type { Claim } from './claims';

interface TipProps {
  /** The element whose marks are pointed at. */
  readonly box: RefObject<HTMLElement | null>;
  readonly claims: readonly Claim[];
}

const markOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-claim]') : null;

/** The evidence of the claim under the pointer or the focus. Escape hides it. */
export function ClaimTip({ box, claims }: TipProps): JSX.Element | null {
  const [at, setAt] = useState<{ readonly id: number; readonly mark: HTMLElement }>();
  const tip = useRef<HTMLDivElement>(null);
  const shown = useRef(false);
  shown.current = at !== undefined;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const show = ({ target }: Event): void => {
      const mark = markOf(target);
      const id = Number(mark?.dataset.claim);
      setAt((old) => (mark === null ? undefined : old?.mark === mark && old.id === id ? old : { id, mark }));
    };
    const hide = (): void => setAt(undefined);
    // Escape hides what is shown, and only then means what it means to the page.
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !shown.current) return;
      event.preventDefault();
      event.stopPropagation();
      hide();
    };
    const events = ['mouseover', 'focusin'] as const;
    for (const name of events) element.addEventListener(name, show);
    element.addEventListener('mouseleave', hide);
    element.addEventListener('focusout', hide);
    document.addEventListener('keydown', key, { capture: true });
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      for (const name of events) element.removeEventListener(name, show);
      element.removeEventListener('mouseleave', hide);
      element.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', key, { capture: true });
      document.removeEventListener('scroll', hide, { capture: true });
    };
  }, [box]);
  useLayoutEffect(() => {
    const element = tip.current;
    const around = at?.mark.getClientRects()[0];
    if (element === null || around === undefined) return;
    const { width, height } = element.getBoundingClientRect();
    const below = around.bottom + 6 + height <= window.innerHeight;
    element.style.left = `${Math.max(4, Math.min(around.left, window.innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, below ? around.bottom + 6 : around.top - height - 6)}px`;
  }, [at]);
  const claim = claims.find(({ id }) => id === at?.id);
  if (claim === undefined) return null;
  return (
    <div ref={tip} class="claim-tip" role="tooltip">
      <strong>
        <span aria-hidden="true">{CLAIM_GLYPHS[claim.verdict]}</span> {claim.verdict}
      </strong>{' '}
      {claim.evidence === undefined || claim.evidence === '' ? (
        <span class="muted">The judge gives no evidence.</span>
      ) : (
        claim.evidence.slice(0, 1000)
      )}
    </div>
  );
}
