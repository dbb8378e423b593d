import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// The language client brings a module for every feature of the protocol, and registers all of them. Those that
// `left-out.json` lists, with the capabilities that would ask for them and why the server has none of these, are
// bundled as a feature that announces and does nothing. A test compares the list with what the server announces.
const LEFT_OUT = JSON.parse(readFileSync(new URL('left-out.json', import.meta.url), 'utf8'));
const CLIENT = join('node_modules', 'vscode-languageclient', 'lib', 'common');
const PLACEHOLDER = resolve('src/extension/client/left-out-feature.ts');

/** Leaves out what only documents that are opened late need: ours are opened at once. */
const TEXT_DOCUMENTS = 'vscode-languageserver-textdocument';

/** A plugin of esbuild: fails the build when the client no longer has a module that is to be left out. */
export const leftOutFeatures = {
  name: 'features of the language client that are left out',
  setup(build) {
    const met = new Set();
    build.onResolve({ filter: /^\.\/\w+$/ }, ({ path, importer }) => {
      const name = path.slice(2);
      if (!(name in LEFT_OUT) || !dirname(importer).endsWith(CLIENT)) return undefined;
      met.add(name);
      return { path: name, namespace: 'left-out', pluginData: join(dirname(importer), `${name}.js`) };
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ pluginData }) => ({
      contents: placeholders(readFileSync(pluginData, 'utf8')),
      resolveDir: dirname(PLACEHOLDER),
    }));
    build.onResolve({ filter: new RegExp(`^${TEXT_DOCUMENTS}$`) }, ({ path, importer }) =>
      dirname(importer).endsWith(CLIENT) ? { path, namespace: 'never-made' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'never-made' }, () => ({ contents: 'module.exports = {};' }));
    build.onEnd(() => {
      const missed = Object.keys(LEFT_OUT).filter((name) => !met.has(name));
      return {
        errors: missed.map((name) => ({ text: `The language client has no ${name} to be left out.` })),
      };
    });
  },
};

/** The same names as the module has, each of them the feature that does nothing. */
function placeholders(text) {
  const names = new Set([...text.matchAll(/\bexports\.(\w+Feature) = /g)].map(([, name]) => name));
  const lines = [...names].map((name) => `exports.${name} = LeftOutFeature;`);
  return [`const { LeftOutFeature } = require(${JSON.stringify(PLACEHOLDER)});`, ...lines].join('\n');
}
