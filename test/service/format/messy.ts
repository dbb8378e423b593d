import fc from 'fast-check';

/** Writes something at an indentation: the text of its first line goes behind a colon or a dash. */
type Write = (indent: number) => string;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const blanks = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((count) => ' '.repeat(count));
const word = pick('a', 'pass_rate', 'x-y', 'b.c', 'é', '10', 'true', '1e-6', '~', "o'clock", 'a#b', 'a:b');

const scalar: fc.Arbitrary<Write> = fc.oneof(
  word.map((text) => () => text),
  word.map((text) => () => `'${text.replaceAll("'", "''")} # '`),
  word.map((text) => () => `"${text}: \\" {,"`),
  fc
    .tuple(
      pick('', "'", '"'),
      fc.array(word, { minLength: 2, maxLength: 4 }),
      blanks(1, 4),
      pick('', '\n', ' \n\n'),
    )
    .map(([quote, words, deeper, gap]) => (indent: number) => {
      const text = words
        .map((one) => one.replaceAll(/['#:~]/g, ''))
        .join(`\n${gap}${' '.repeat(indent)}${deeper}`);
      return `${quote}${text}${quote}`;
    }),
  fc
    .tuple(
      pick('|', '>'),
      pick('', '-', '+'),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      fc.array(fc.tuple(blanks(0, 3), pick('t', '# no comment', '- a', 'k: v  ', '')), {
        minLength: 1,
        maxLength: 5,
      }),
    )
    .map(([style, chomp, deeper, counts, lines]) => (indent: number) => {
      // The block text's own count is measured from the block it is part of, which the writer knows as `indent`.
      const pad = ' '.repeat(indent + deeper);
      const [first, ...rest] = lines;
      const start = counts ? (first ?? ['', 't']) : ['', `t${first?.[1] ?? ''}`];
      const body = [start, ...rest].map(([more, text]) => (text === '' ? '' : `${pad}${more ?? ''}${text}`));
      if (body.every((line) => line.trim() === '')) body.push(`${pad}t`);
      return `${style}${counts ? deeper : ''}${chomp}\n${body.join('\n')}`;
    }),
);

const flow: fc.Arbitrary<Write> = fc.letrec<{ flow: Write; item: string; list: string; map: string }>(
  (tie) => ({
    item: fc.oneof(
      { depthSize: 'small' },
      word,
      word.map((text) => `"${text}"`),
      tie('list'),
      tie('map'),
    ),
    list: fc
      .tuple(fc.array(tie('item'), { maxLength: 3 }), blanks(0, 2), pick(',', ', ', ' ,', ',\n      '))
      .map(([items, space, comma]) => `[${space}${items.join(comma)}${space}]`),
    map: fc
      .tuple(
        fc.array(fc.tuple(pick('k', '"q"', 'a b'), tie('item')), { maxLength: 3 }),
        blanks(0, 2),
        pick(':', ': ', ' :  '),
      )
      .map(
        ([entries, space, colon]) =>
          `{${space}${entries.map(([key, text], index) => flowEntry(key, index, colon, text)).join(',')}${space}}`,
      ),
    flow: fc
      .oneof(tie('list'), tie('map'))
      .map((text) => (indent: number) => text.replaceAll('\n', `\n${' '.repeat(indent + 1)}`)),
  }),
).flow;

/** Behind a quoted key the colon needs no blank. */
const flowEntry = (key: string, index: number, colon: string, text: string): string =>
  key.startsWith('"') ? `"q${index}"${colon}${text}` : `${key}${index}${colon} ${text}`;

const comment = pick('', '', '', '  # c', '\n\n\n', '\n# low', '   ');
const above = pick('', '', '', '\n', '# here\n', '     # deep\n', '\n\n\n');

const nested = (inner: fc.Arbitrary<Write>): fc.Arbitrary<Write> =>
  fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.tuple(inner, blanks(1, 3), blanks(0, 2), above, pick('', '', '&')), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([step, entries]) => (indent: number) => {
        const pad = ' '.repeat(indent + step);
        return entries
          .map(([write, space, before, top, anchor], index) => {
            const name = anchor === '' ? '' : `&n${index}`;
            const value = write(indent + step);
            const isBlock = value.startsWith('\n');
            return `\n${top}${pad}k${index}${before}:${isBlock && name === '' ? '' : space}${name}${name === '' || isBlock ? '' : ' '}${value}`;
          })
          .join('');
      }),
    fc
      .tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(inner, blanks(1, 3)), { minLength: 1, maxLength: 3 }),
      )
      .map(([step, items]) => (indent: number) => {
        const pad = ' '.repeat(indent + step);
        return items
          .map(([write, space]) => {
            const value = write(indent + step);
            return `\n${pad}-${value.startsWith('\n') ? '' : space}${value}`;
          })
          .join('');
      }),
  );

const withComment = (inner: fc.Arbitrary<Write>): fc.Arbitrary<Write> =>
  fc.tuple(inner, comment).map(
    ([write, behind]) =>
      (indent: number) =>
        `${write(indent)}${behind}`,
  );

const value: fc.Arbitrary<Write> = [0, 1, 2].reduce<fc.Arbitrary<Write>>(
  (inner) => fc.oneof(withComment(scalar), withComment(flow), nested(inner)),
  withComment(fc.oneof(scalar, flow)),
);

/** Texts that are nearly always YAML, written as carelessly as YAML allows. */
export const messyYaml: fc.Arbitrary<string> = fc
  .tuple(
    pick('', '\n\n', '# top\n\n\n', '--- \n'),
    fc.array(fc.tuple(value, blanks(1, 3), above), { minLength: 1, maxLength: 4 }),
    pick('', '\n', '\n\n\n', '\n   ', '\n  # end'),
    pick('\n', '\n', '\r\n'),
  )
  .map(([head, entries, tail, eol]) =>
    `${head}${entries
      .map(([write, space, top], index) => {
        const text = write(0);
        return `${top}top${index}:${text.startsWith('\n') ? '' : space}${text}`;
      })
      .join('\n')}${tail}`.replaceAll('\n', eol),
  );
