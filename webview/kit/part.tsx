import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface PartProps {
  readonly title: string;
  readonly class?: string;
  /** Stands at the end of the title's line. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the detail under its title. */
export function Part({ title, class: name = '', tools, children }: PartProps): JSX.Element {
  const id = useId();
  return (
    <section class={`detail-part ${name}`} aria-labelledby={id}>
      <div class="detail-part-head">
        <h3 id={id}>{title}</h3>
        {tools === undefined ? null : <div class="detail-part-tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}
