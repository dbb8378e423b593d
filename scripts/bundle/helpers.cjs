'use strict';

// What TypeScript's own helpers do, for modules that were compiled to CommonJS: the names of another module stay
// bound to it, so that modules may import one another in a circle.

exports.__createBinding = (to, from, name, as = name) => {
  Object.defineProperty(to, as, { enumerable: true, get: () => from[name] });
};

exports.__exportStar = (from, to) => {
  for (const name in from)
    if (name !== 'default' && !Object.hasOwn(to, name)) exports.__createBinding(to, from, name);
};

exports.__importStar = (from) => {
  if (from?.__esModule) return from;
  const all = {};
  for (const name of Object.getOwnPropertyNames(from))
    if (name !== 'default') exports.__createBinding(all, from, name);
  all.default = from;
  return all;
};

exports.__importDefault = (from) => (from?.__esModule ? from : { default: from });
