import { build } from 'esbuild';

/**
 * Bundles the pages of webviews into a folder: a script, with the icons in it, and a style sheet each; and what sets
 * formulas, which a page loads when it has one.
 */
export const buildPages = (outdir) =>
  build({
    entryPoints: {
      dashboard: 'webview/dashboard/main.tsx',
      audit: 'webview/audit/main.tsx',
      made: 'webview/made/main.tsx',
      math: 'webview/math/main.ts',
    },
    outdir,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The icons' own folder, by a short name.
    alias: { codicons: '@vscode/codicons/src/icons' },
    loader: { '.svg': 'text' },
    sourcemap: 'linked',
    metafile: true,
    minify: true,
    logLevel: 'warning',
  });
