import type { JSX } from 'preact';

/** A capability's colour, sign and pattern: never the colour alone. The paper's three, a mixture, and any other. */
export type Tone = 'perception' | 'textual' | 'visual' | 'mixed' | 'other';

const TONES: Readonly<Record<string, Tone>> = {
  perception: 'perception',
  'textual-reasoning': 'textual',
  'visual-reasoning': 'visual',
};

export function toneOf(capabilities: readonly string[]): Tone {
  const [only, ...more] = capabilities;
  if (only === undefined) return 'other';
  return more.length > 0 ? 'mixed' : (TONES[only] ?? 'other');
}

/** The capability's sign in a box of 12: a disc, a square, a triangle, a diamond. */
export function Sign({ capability }: { readonly capability: string }): JSX.Element {
  const tone = toneOf([capability]);
  return (
    <svg class={`sign tone-${tone}`} width="10" height="10" viewBox="0 0 12 12" aria-hidden="true">
      {tone === 'perception' ? (
        <circle cx="6" cy="6" r="5" />
      ) : tone === 'textual' ? (
        <rect x="1.5" y="1.5" width="9" height="9" />
      ) : tone === 'visual' ? (
        <path d="M6 .6 11.6 10.8H.4Z" />
      ) : (
        <path d="M6 0 12 6 6 12 0 6Z" />
      )}
    </svg>
  );
}

/** A texture for each tone, so that columns differ without their colours too. */
export function Patterns({ prefix }: { readonly prefix: string }): JSX.Element {
  return (
    <defs>
      <pattern id={`${prefix}-perception`} class="pattern" width="6" height="6" patternUnits="userSpaceOnUse">
        <circle class="tone-perception solid" cx="3" cy="3" r="1.1" />
      </pattern>
      <pattern id={`${prefix}-textual`} class="pattern" width="6" height="6" patternUnits="userSpaceOnUse">
        <path class="tone-textual line" d="M-1 1 1-1M0 6 6 0M5 7 7 5" />
      </pattern>
      <pattern id={`${prefix}-visual`} class="pattern" width="6" height="6" patternUnits="userSpaceOnUse">
        <path class="tone-visual line" d="M0 3H6M3 0V6" />
      </pattern>
      <pattern id={`${prefix}-mixed`} class="pattern" width="8" height="8" patternUnits="userSpaceOnUse">
        <path class="tone-mixed line" d="M0 4 4 0M4 8 8 4" />
        <circle class="tone-mixed solid" cx="2" cy="6" r="1" />
      </pattern>
      <pattern id={`${prefix}-other`} class="pattern" width="6" height="6" patternUnits="userSpaceOnUse">
        <path class="tone-other line" d="M0 3H6" />
      </pattern>
    </defs>
  );
}
