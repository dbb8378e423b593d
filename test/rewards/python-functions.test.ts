import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ends } from '../fixtures/hang';
import { pythonFunctions, pythonModule } from '../../src/rewards';

const names = (text: string): readonly string[] => pythonFunctions(text).map(({ name }) => name);

describe('the functions of a Python file, read as text', () => {
  it('are those of its top level, not methods, nested ones, texts or comments', () => {
    const text = `"""
def in_docstring(r): pass
"""
# def in_comment(r): pass
import re
TEXT = 'def in_text(r): pass'
LONG = f"""
def in_long_text(r):
"""
table = {
'a': 1,
}

def good(responses, *, scale=1.0):
    '''Scores.

    More of it.
    '''
    def nested(x):
        return x
    class Inner:
        def deeper(self): pass
    return [nested(r) for r in responses]

class Grader:
    def method(self): pass

    async def other(self): pass

@decorated(
    "def no(x): pass"
)
async def batch(
    rewards: "list[dict]",  # ) : a comment
    limit=(1, ":"),
) -> list[dict[str, float]]:
    return []
if True:
    def conditional(r): pass
else:
  class B:
    def method_of_b(self): pass
try:
\tdef tabbed(r): pass
except ImportError:
\tpass
def _private(r): "One line."
`;
    expect(names(text)).toEqual(['good', 'batch', 'conditional', 'tabbed', '_private']);
    const [good, batch, , , last] = pythonFunctions(text);
    expect(good).toMatchObject({
      head: 'def good(responses, *, scale=1.0):',
      parameters: 'responses, *, scale=1.0',
      doc: 'Scores.',
      column: 4,
    });
    expect(text.split('\n')[good?.line ?? 0]).toBe('def good(responses, *, scale=1.0):');
    expect(batch?.parameters).toBe('rewards: "list[dict]", limit=(1, ":"),');
    expect(batch?.head.split('\n')).toHaveLength(4);
    expect(batch?.doc).toBeUndefined();
    expect(last?.doc).toBe('One line.');
  });

  it('survive a half-written line above, another line end, and a byte order mark', () => {
    expect(names('x = foo(\n\ndef good(r):\n    pass\n')).toEqual(['good']);
    expect(names("x = 'open\ndef good(r): pass\n")).toEqual(['good']);
    expect(names('\uFEFFdef a(r):\r\n    """Doc."""\r\n\r\ndef b(r): pass')).toEqual(['a', 'b']);
    expect(pythonFunctions('\uFEFFdef a(r):\r\n    """Doc."""\r\n')[0]?.doc).toBe('Doc.');
    expect(names('def f[T](x: T) -> T: ...')).toEqual(['f']);
    expect(names('def a(r')).toEqual([]);
    expect(names('y = 1 + \\\ndef_ \ndef a(r): pass')).toEqual(['a']);
  });

  it('are each there once: the last of a name is the one that counts', () => {
    const found = pythonFunctions('def f(a): pass\ndef g(): pass\ndef f(a, b): pass\n');
    expect(found.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['g', ''],
      ['f', 'a, b'],
    ]);
  });

  it('stand beside names that are imported or given a value', () => {
    const { names: all, hasOthers } = pythonModule(
      'from a import (\n  b,  # one\n  c as d,\n)\nimport x.y as z\ne, f = 1, 2\ng: int = 3\nh == 4\ndef i():\n    j = 1\n',
    );
    expect([...all].sort()).toEqual(['b', 'd', 'e', 'f', 'g', 'i', 'z']);
    expect(hasOthers).toBe(false);
    expect(pythonModule('from a import *').hasOthers).toBe(true);
  });

  it('are found in any text in time, at places where their names stand', () => {
    const piece = fc.constantFrom(
      'def a(x):\n',
      '    pass\n',
      'class B:\n',
      '"""',
      "'",
      '(',
      ')',
      '#',
      '\\',
      '\r\n',
      '\t',
      'x = ',
      'async def c(',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        for (const { name, offset, line, column } of pythonFunctions(text)) {
          expect(text.slice(offset, offset + name.length)).toBe(name);
          expect(lines[line]?.slice(column, column + name.length)).toBe(name);
        }
      }),
      { numRuns: 2000 },
    );
    for (const hostile of [
      '(',
      '"""',
      'def a(',
      '    ',
      'a, ',
      'import a, ',
      "'\\",
      'a',
      '[',
      '\n ',
      'def a(x):\n',
    ])
      ends(() => pythonFunctions(hostile.repeat(Math.floor(1_000_000 / hostile.length))), hostile);
  });
});
