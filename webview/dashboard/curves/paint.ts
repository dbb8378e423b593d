import { CAPABILITY_CLASSES, capabilityClass, useTheme } from '../../kit';

/** Colours of the theme as a canvas takes them: resolved, because it knows no variables. */
export interface Paint {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly error: string;
  readonly warning: string;
  readonly surface: string;
  readonly font: string;
  readonly capability: (capability: string | undefined) => string;
  /** The colour of an overlaid run, from 1 on. */
  readonly run: (position: number) => string;
}

/** Variables for the runs that lie over the main one, whose curves have the colours of its stages. */
export const RUN_COLORS = [
  '--vscode-charts-purple',
  '--vscode-charts-red',
  '--vscode-charts-yellow',
  '--vscode-charts-foreground',
] as const;

/** CSS for the colour of a run in legends; the main one is drawn in the colours of its stages. */
export const runColor = (position: number): string =>
  position === 0 ? 'var(--text)' : `var(${RUN_COLORS[(position - 1) % RUN_COLORS.length] ?? RUN_COLORS[0]})`;

/** Dashes by which the curves of one chart are told apart without colour, CSS pixels. */
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]] as const;
export const dashOf = (position: number): readonly number[] => DASHES[position % DASHES.length] ?? [];

let painted: { readonly theme: number; readonly paint: Paint } | undefined;

/** The colours of the present theme: read once for all charts, because reading has the browser reckon all styles. */
export function usePaint(): Paint {
  const theme = useTheme();
  if (painted?.theme !== theme) painted = { theme, paint: readPaint() };
  return painted.paint;
}

function readPaint(): Paint {
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string): string => {
    const value = style.getPropertyValue(name).trim();
    return value === '' ? fallback : value;
  };
  const text = read('--vscode-editor-foreground', style.color);
  const muted = read('--vscode-descriptionForeground', text);
  const runs = RUN_COLORS.map((name) => read(name, text));
  const capabilities = new Map(
    CAPABILITY_CLASSES.map((name) => [name, read(`--capability-${name}`, text)] as const),
  );
  return {
    text,
    muted,
    grid: `color-mix(in srgb, ${muted} 28%, transparent)`,
    error: read('--vscode-errorForeground', 'red'),
    warning: read('--vscode-editorWarning-foreground', 'orange'),
    surface: read('--vscode-editor-background', 'transparent'),
    font: `11px ${read('--vscode-font-family', 'sans-serif')}`,
    capability: (capability) => capabilities.get(capabilityClass(capability)) ?? text,
    run: (position) => runs[(position - 1) % runs.length] ?? text,
  };
}
