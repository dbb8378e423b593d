import type { ComponentChildren } from 'preact';

// The toolkit's own badge and ring set style attributes, which the page's policy refuses.

/** A small number or word that belongs to what stands before it. */
export const Badge = ({ children }: { readonly children: ComponentChildren }) => (
  <span class="badge">{children}</span>
);

/** Something is on its way. */
export const ProgressRing = ({ label = 'Loading' }: { readonly label?: string }) => (
  <span class="ring" role="progressbar" aria-label={label} />
);
