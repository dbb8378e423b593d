import type { BuildResult } from 'esbuild';

/** Bundles the pages of webviews into a folder: a script and a style sheet each, and the icons' font. */
export function buildPages(outdir: string): Promise<BuildResult>;
