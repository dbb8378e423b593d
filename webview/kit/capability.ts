/** Classes that have a colour: the paper's three capabilities, and all else. */
export const CAPABILITY_CLASSES = ['perception', 'textual-reasoning', 'visual-reasoning', 'other'] as const;
export type CapabilityClass = (typeof CAPABILITY_CLASSES)[number];

/** The class of a capability: one of the three that have a colour, or `other`. Several at once are `other`. */
export const capabilityClass = (capability: string | undefined): CapabilityClass =>
  CAPABILITY_CLASSES.find((known) => known === capability) ?? 'other';

/** Its colour as CSS. */
export const capabilityColor = (capability: string | undefined): string =>
  `var(--capability-${capabilityClass(capability)})`;

/** `textual reasoning`. */
export const capabilityTitle = (capability: string): string => capability.replaceAll('-', ' ');
