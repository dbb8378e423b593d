import type { MarkIcon } from './mark';

/** Told apart by form first, by colour second. 16 by 16. */
const FORMS: Readonly<Record<MarkIcon, (colour: string) => string>> = {
  running: (colour) => `<path d="M5 3.5v9l7.5-4.5z" fill="${colour}"/>`,
  done: (colour) => line('M3.5 8.5l3 3 6-7', colour),
  failed: (colour) => line('M4 4l8 8M12 4l-8 8', colour),
  queued: (colour) =>
    `<circle cx="8" cy="8" r="5" fill="none" stroke="${colour}" stroke-width="1.5"/>${line('M8 5v3l2 1.5', colour)}`,
  stopped: (colour) => `<rect x="4.5" y="4.5" width="7" height="7" rx="1" fill="${colour}"/>`,
};

const line = (path: string, colour: string): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.75" stroke-linecap="round"/>`;

/** At least 3:1 on the editor's background in the light and dark themes of the editor. */
const COLOURS: Readonly<Record<MarkIcon, { readonly light: string; readonly dark: string }>> = {
  running: { light: '#0066b8', dark: '#4daafc' },
  done: { light: '#2b7a3d', dark: '#73c991' },
  failed: { light: '#c72e0f', dark: '#f48771' },
  queued: { light: '#6b6b6b', dark: '#a8a8a8' },
  stopped: { light: '#8a5a00', dark: '#cca700' },
};

/** A picture for the gutter as the address of its own data: a picture there cannot take colours of the theme. */
export function iconAddress(icon: MarkIcon, theme: 'light' | 'dark'): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${FORMS[icon](COLOURS[icon][theme])}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
