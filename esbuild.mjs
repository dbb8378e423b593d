// Bundles every process of Stagecraft. Native modules stay external: they are loaded, lazily, from node_modules.
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const entries = Object.fromEntries(
  readdirSync('src/bin', { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => [entry.name.slice(0, -3), join('src/bin', entry.name)]),
);

await build({
  entryPoints: entries,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['onnxruntime-node', '@duckdb/node-api', 'sharp'],
  sourcemap: true,
  minifySyntax: true,
  logLevel: 'warning',
});
