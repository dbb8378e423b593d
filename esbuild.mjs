// Bundles every process of Stagecraft. Native modules stay external: they are loaded, lazily, from node_modules.
import { build } from 'esbuild';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leftOutFeatures } from './scripts/bundle/left-out.mjs';
import { buildPages } from './scripts/bundle/pages.mjs';
import { sharedHelpers } from './scripts/bundle/shared-helpers.mjs';

const nativeModules = JSON.parse(readFileSync('scripts/package/native-modules.json', 'utf8'));

const common = {
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  metafile: true,
  logLevel: 'warning',
};

// Command line, supervisor, engine, language server: one file of src/bin a process.
const processes = build({
  ...common,
  entryPoints: Object.fromEntries(
    readdirSync('src/bin', { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => [entry.name.slice(0, -3), join('src/bin', entry.name)]),
  ),
  external: nativeModules,
  // All of them are CommonJS: required, they load 0.2 s sooner than when Node first looks for the names they export.
  supported: { 'dynamic-import': false },
  minifySyntax: true,
});

// What the editor loads. The language client, by far the largest part, is a bundle of its own that is read only
// after the extension is active. Nothing native is external here: a native module in the editor's own process would
// fail the build.
const extension = build({
  ...common,
  entryPoints: { extension: 'src/extension/main.ts', 'language-client': 'src/extension/client/connect.ts' },
  external: ['vscode', './language-client.cjs'],
  minify: true,
  plugins: [
    leftOutFeatures,
    sharedHelpers,
    {
      name: 'language client apart',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\/connect$/ }, ({ kind, importer }) =>
          kind === 'dynamic-import' && importer.endsWith(join('client', 'language-server.ts'))
            ? { path: './language-client.cjs', external: true }
            : undefined,
        ),
    },
  ],
});

const pages = buildPages('dist/webview');

// Which file went into which bundle: packaging reads it to name the licences of what is bundled.
const metafiles = (await Promise.all([processes, extension, pages])).map(({ metafile }) => metafile);
writeFileSync(
  'dist/inputs.json',
  JSON.stringify([...new Set(metafiles.flatMap((m) => Object.keys(m.inputs)))]),
);
