import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_WORD,
  GLUE,
  isByteToken,
  makeTokenizer,
  parseTokenizer,
} from '../../../src/engines/embedded/tokenizer';

const words = [
  'red',
  'circle',
  'How',
  'many',
  's',
  '0',
  '1',
  '2',
  '3',
  '4',
  '12',
  '+',
  '=',
  '?',
  '.',
  ',',
  '-',
];
const tokenizer = makeTokenizer([...words, '\\boxed{', '}', '<think>', "'", '(', '<', '>', '\\']);
const runs = Number(process.env.STAGECRAFT_FUZZ ?? 200);

describe('tokenizer', () => {
  it('spells known text in one token a word', () => {
    expect(tokenizer.encode('1 + 3 = 4.')).toHaveLength(6);
    expect(tokenizer.encode('How many red circle?')).toHaveLength(5);
    expect(tokenizer.encode('\\boxed{4}').map((id) => tokenizer.decode([id]))).toEqual([
      '\\boxed{',
      '4',
      '}',
    ]);
  });

  it('prefers a whole number, else its digits, without glue', () => {
    expect(tokenizer.encode('12')).toEqual([FIRST_WORD + words.indexOf('12')]);
    expect(tokenizer.encode('123').map((id) => tokenizer.decode([id]))).toEqual(['1', '2', '3']);
  });

  it('marks a space that the rule does not expect, and one that is missing', () => {
    expect(tokenizer.encode('1+3').filter((id) => id === GLUE)).toHaveLength(2);
    expect(tokenizer.encode('red ?').filter(isByteToken)).toHaveLength(1);
  });

  it('never lets text become a control token', () => {
    const ids = tokenizer.encode('<eos><pad><question>');
    expect(ids.every((id) => isByteToken(id) || id >= FIRST_WORD || id === GLUE)).toBe(true);
    expect(tokenizer.decode(ids)).toBe('<eos><pad><question>');
  });

  it('gives every well-formed text back', () => {
    // Every code point but the surrogates; the library's own such alphabet takes seconds to build.
    const character = fc
      .integer({ min: 0, max: 0x10ffff - 0x800 })
      .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));
    const piece = fc.oneof(
      fc.constantFrom(
        ...tokenizer.words,
        ' ',
        '  ',
        '\n',
        '\r\n',
        '\t',
        'é',
        '图',
        '\u{1F600}',
        '\uFEFF',
        '9',
      ),
      fc.array(character, { maxLength: 4 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: runs },
    );
  });

  it('decodes any sequence of ids, even what is no UTF-8', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: tokenizer.size + 5 })), (ids) => {
        expect(typeof tokenizer.decode(ids)).toBe('string');
      }),
    );
    expect(tokenizer.decode([6 + 0xff])).toBe('\uFFFD');
  });

  it('reads its own file back and refuses others with the reason', () => {
    const text = JSON.stringify(tokenizer.file());
    expect(parseTokenizer(text, 'tokenizer.json').words).toEqual(tokenizer.words);
    expect(() => parseTokenizer('{', 'a/tokenizer.json')).toThrow('a/tokenizer.json');
    expect(() => parseTokenizer('{"words":[]}', 't')).toThrow('format');
    expect(() => makeTokenizer(['two words'])).toThrow('two words');
    expect(() => makeTokenizer(['a', 'a'])).toThrow('twice');
  });
});
