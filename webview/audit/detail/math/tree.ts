import type { SetMath } from './engine';

/** An element of MathML that may be shown, or the text in one. */
export interface MathNode {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathNode | string)[];
}

/** Presentation MathML only: nothing that links, loads, runs or carries another language. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom msub msup msubsup munder mover ' +
    'munderover mmultiscripts mprescripts mtable mtr mtd menclose'
  ).split(' '),
);
/** And of their attributes those that set sizes and spacing; no colours, which could hide what is written. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'mathvariant stretchy fence separator symmetric largeop movablelimits accent accentunder form lspace rspace minsize ' +
    'maxsize linethickness displaystyle scriptlevel columnalign rowspacing columnspacing columnlines rowlines width ' +
    'height depth voffset notation display'
  ).split(' '),
);
const VALUE = /^[\w.+\-% ]{0,60}$/;

/** Longer formulas, or those that nest deeper, stay as they are written. */
const LONGEST = 4000;
const DEEPEST = 80;
const MOST_NODES = 4000;
/** Commands that link, load or make other commands: never needed to read an answer. */
const REFUSED =
  /\\(?:href|url|includegraphics|html[A-Z]\w*|(?:[gex]?def|let|futurelet|global|long|newcommand|renewcommand|providecommand|char|usepackage|input|include|csname)(?![A-Za-z]))/;

/** A box of words is text, not a product of variables: `\boxed{Blue car}`. */
const boxedWords = (tex: string): string =>
  tex.replace(/\\boxed\s?\{([^\\{}$&#_^%~]*)\}/g, (whole, inside: string) =>
    /\p{L}{2}/u.test(inside) ? `\\boxed{\\text{${inside}}}` : whole,
  );

const known = new Map<string, MathNode | undefined>();

/**
 * A formula as MathML of a closed list of elements; undefined when it is not TeX that KaTeX knows, asks for something
 * refused, or is too large. Never throws, never touches the page.
 */
export function mathTree(tex: string, display: boolean, set: SetMath): MathNode | undefined {
  const key = `${display ? 'd' : 'i'}${tex}`;
  if (known.has(key)) return known.get(key);
  if (known.size >= 2000) known.clear();
  const tree = build(tex, display, set);
  known.set(key, tree);
  return tree;
}

function build(tex: string, display: boolean, set: SetMath): MathNode | undefined {
  if (tex.length > LONGEST || REFUSED.test(tex)) return undefined;
  try {
    const text = set(boxedWords(tex), {
      output: 'mathml',
      displayMode: display,
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 200,
      maxSize: 20,
      macros: {},
    });
    // An inert document: nothing in it runs or loads. Only what is copied from it comes into the page.
    const math = new DOMParser().parseFromString(text, 'text/xml').querySelector('math');
    if (math === null) return undefined;
    const left = { nodes: MOST_NODES };
    const [tree] = copy(math, 0, left);
    return typeof tree === 'object' ? tree : undefined;
  } catch {
    // Not TeX, or a stack that was too deep: its source is shown.
    return undefined;
  }
}

function copy(element: Element, depth: number, left: { nodes: number }): readonly (MathNode | string)[] {
  left.nodes -= 1;
  if (depth > DEEPEST || left.nodes < 0) throw new RangeError('The formula is too large.');
  const tag = element.localName;
  // The formula is the first child; the others say it again in other languages.
  if (tag === 'semantics') {
    const first = element.firstElementChild;
    return first === null ? [] : copy(first, depth + 1, left);
  }
  if (!ELEMENTS.has(tag)) throw new RangeError('The formula has an element that is not shown.');
  const children: (MathNode | string)[] = [];
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) children.push(child.nodeValue ?? '');
    else if (child instanceof Element) children.push(...copy(child, depth + 1, left));
  }
  const attributes: Record<string, string> = {};
  for (const { name, value } of element.attributes)
    if (ATTRIBUTES.has(name) && VALUE.test(value)) attributes[name] = value;
  return [{ tag, attributes, children }];
}
