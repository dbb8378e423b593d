import katex from 'katex';

// A script of its own, near half of the audit browser's size: loaded when a page first meets a formula, which waits for
// it in `stagecraftMath`.
(globalThis as { stagecraftMath?: (set: typeof katex.renderToString) => void }).stagecraftMath?.(
  katex.renderToString,
);
