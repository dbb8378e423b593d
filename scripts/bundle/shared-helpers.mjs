import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// TypeScript writes its module helpers into every file that it compiles, and the language client's packages were
// compiled so. Here each file takes them from one place instead, as `importHelpers` would have had it, and
// re-exports go through the same helper. Names that are declared ahead of their values are left undeclared: only
// modules in a circle could tell, and those that re-export whole modules keep them. All this is a tenth of the bundle.
const HELPERS = fileURLToPath(new URL('helpers.cjs', import.meta.url));
const PACKAGES = /node_modules[/\\]vscode-(?:languageclient|languageserver-protocol|jsonrpc)[/\\].*\.js$/;

const SHARED = ['__createBinding', '__importStar', '__exportStar', '__importDefault'];
/** What each file says of itself before its first import. */
const MODULE = 'Object.defineProperty(exports, "__esModule", { value: true });';
const HELPER =
  /^var (?:__createBinding|__setModuleDefault|__importStar|__exportStar|__importDefault) = \(this && this\.__\w+\) \|\|[^]*?^\}[()]*;$/gm;
const REEXPORT =
  /Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.\1; \} \}\);/g;
const DECLARED = /^(?:exports\.\w+ = )+void 0;$/gm;
const USED = /\b__(?:createBinding|importStar|exportStar|importDefault)\(/;

/** A plugin of esbuild: the packages' files with shared helpers; fails the build for a helper that it does not know. */
export const sharedHelpers = {
  name: 'shared helpers',
  setup(build) {
    build.onLoad({ filter: PACKAGES }, ({ path }) => {
      const contents = share(readFileSync(path, 'utf8'));
      if (contents.includes('(this && this.__') || (USED.test(contents) && !contents.includes(HELPERS)))
        return { errors: [{ text: `${path} has a helper of TypeScript that is not shared.` }] };
      return { contents, loader: 'js' };
    });
  },
};

/** Lines keep their numbers, for the source map's sake. */
function share(text) {
  const shared = text
    .replace(HELPER, (helper) => helper.replace(/[^\n]/g, ''))
    .replace(REEXPORT, '__createBinding(exports, $2, "$1");')
    .replace(DECLARED, (names) => (text.includes('__exportStar(') ? names : ''));
  if (!USED.test(shared)) return shared;
  return shared.replace(
    MODULE,
    (mark) => `${mark} const { ${SHARED.join(', ')} } = require(${JSON.stringify(HELPERS)});`,
  );
}
