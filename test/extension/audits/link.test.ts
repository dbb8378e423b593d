import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkedStates, linkQuery } from '../../../src/extension/audit-browser/link';
import { isSetFolder } from '../../../src/extension/audits/sets';

const ROOT = '/home/ada/space';
const SET = join(ROOT, '.stagecraft', 'audits', 'qwen-1a2b');

describe('where audits lie', () => {
  test.each([
    ['.stagecraft/audits/a', true],
    ['.stagecraft/runs/2026-01-01-x-1a2b', true],
    ['.stagecraft/runs/x/audit', true],
    ['.stagecraft/audits/a/b', false],
    ['.stagecraft/audits/a/audit', false],
    ['.stagecraft/runs/x/stages', false],
    ['.stagecraft/audits', false],
    ['.stagecraft/audits/..', false],
    ['.stagecraft', false],
    ['audits/a', false],
    ['', false],
    ['../other/.stagecraft/audits/a', false],
  ])('%s: %s', (path, expected) => expect(isSetFolder(join(ROOT, path), [ROOT])).toBe(expected));

  test('a path that is not absolute lies nowhere', () => {
    expect(isSetFolder('.stagecraft/audits/a', [process.cwd()])).toBe(false);
    expect(isSetFolder(SET, [])).toBe(false);
  });
});

describe('links', () => {
  const state = {
    set: SET,
    against: join(ROOT, '.stagecraft', 'runs', 'r', 'audit'),
    selected: 7,
    tab: 'compare',
    filter: { text: 'a&b=c+d %20 "ü" #', datasets: ['MathVista_MINI'] },
  } as const;

  test('say what is shown, by paths below the folder, and open the same in another place', () => {
    const query = linkQuery({ ...state, triage: { annotator: 'ada', blind: false } }, ['/other', ROOT]);
    expect(query).toMatch(/^set=\.stagecraft\/audits\/qwen-1a2b&item=7&view=[\w-]+$/);
    expect(query).not.toContain('work');
    expect(Buffer.from(query?.split('view=')[1] ?? '', 'base64url').toString()).not.toContain('ada');
    const there = '/home/x/y';
    expect(linkedStates(query ?? '', [there])).toEqual([
      {
        ...state,
        set: join(there, '.stagecraft/audits/qwen-1a2b'),
        against: join(there, '.stagecraft/runs/r/audit'),
      },
    ]);
  });

  test('hold for names of any characters, although the editor decodes a query once', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\\/:\0]{1,40}$/), (name) => {
        fc.pre(name !== '.' && name !== '..');
        const set = `${ROOT}/.stagecraft/audits/${name}`;
        const query = linkQuery({ set }, [ROOT]);
        expect(query).toBeDefined();
        expect(decodeURIComponent(query ?? '')).toBe(query);
        expect(linkedStates(query ?? '', [ROOT])).toEqual([{ set }]);
      }),
    );
  });

  test('there is none to an audit outside of the opened folders', () => {
    expect(linkQuery({ set: '/elsewhere/.stagecraft/audits/a' }, [ROOT])).toBeUndefined();
  });

  test.each([
    'set=/etc',
    'set=../../etc/.stagecraft/audits/a',
    'set=.stagecraft/audits/../../x',
    'set=.stagecraft/audits/a/../../../x',
    'set=.stagecraft\\audits\\a',
    'set=.stagecraft/audits/',
    'item=3',
    '',
    `set=.stagecraft/audits/a&view=${'x'.repeat(9000)}`,
  ])('a link to anything else opens nothing: %s', (query) => expect(linkedStates(query, [ROOT])).toEqual([]));

  test('a damaged view and a wrong item are left out', () => {
    expect(linkedStates('set=.stagecraft/audits/a&item=1e9&view=%%%', [ROOT])).toEqual([
      { set: join(ROOT, '.stagecraft/audits/a') },
    ]);
    const view = Buffer.from(JSON.stringify({ against: '../../x', triage: { annotator: 'me' } }));
    expect(linkedStates(`set=.stagecraft/audits/a&view=${view.toString('base64url')}`, [ROOT])).toEqual([
      { set: join(ROOT, '.stagecraft/audits/a') },
    ]);
  });
});
