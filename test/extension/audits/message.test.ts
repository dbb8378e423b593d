import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auditPageMessage } from '../../../src/extension/audit-browser/message';
import { auditFilter, auditQuery, shownState } from '../../../src/extension/audit-browser/state';
import { isSafeSvg } from '../../../src/extension/audit-browser/svg';
import { AUDIT_PAGE_CALLS } from '../../../src/protocol';

const SET = '/w/.stagecraft/audits/a';
const STATE = {
  set: SET,
  against: '/w/.stagecraft/audits/b',
  filter: { outcome: 'wrong', labels: ['PERC', 'none'], length: [0, 512], text: '\\frac{1}{2}' },
  order: 'length',
  descending: true,
  grouping: 'category',
  method: 'judge',
  selected: 412,
  tab: 'compare',
  triage: { annotator: 'ada', sample: 50, blind: true },
} as const;

describe('what an audit browser may say', () => {
  test('looking and labelling, nothing that reads files, asks models or writes', () => {
    for (const call of AUDIT_PAGE_CALLS)
      expect(auditPageMessage({ type: 'ask', id: 1, call, params: { set: SET } })).toBeDefined();
    for (const call of [
      'probe',
      'import',
      'attribute',
      'export',
      'keys',
      'draftRows',
      'cancel',
      'models',
      'close',
    ])
      expect(auditPageMessage({ type: 'ask', id: 1, call, params: {} }), call).toBeUndefined();
  });

  test('a call has a number and parameters', () => {
    const ask = { type: 'ask', id: 1, call: 'page', params: {} };
    for (const wrong of [
      { id: -1 },
      { id: 1.5 },
      { id: '1' },
      { params: null },
      { params: 'x' },
      { params: [] },
    ])
      expect(auditPageMessage({ ...ask, ...wrong })).toBeUndefined();
  });

  test('actions are taken with what they need, and with nothing else', () => {
    const act = (fields: object) => auditPageMessage({ type: 'act', act: fields });
    const query = { set: SET, filter: {}, order: 'source', descending: false };
    expect(act({ action: 'export', query, format: 'csv', output: '/etc/passwd' })).toEqual({
      type: 'act',
      act: { action: 'export', query, format: 'csv' },
    });
    expect(act({ action: 'openSource', set: SET, index: 3, file: '/etc/passwd' })).toEqual({
      type: 'act',
      act: { action: 'openSource', set: SET, index: 3 },
    });
    for (const wrong of [
      { action: 'export', query, format: 'exe' },
      { action: 'export', query: { filter: {} }, format: 'csv' },
      { action: 'attribute' },
      { action: 'attribute', set: 'a\0b' },
      { action: 'cancel', job: NaN },
      { action: 'openSource', set: SET, index: -1 },
      { action: 'copyLink', state: {} },
      { action: 'saveSvg', name: 'x', svg: '<svg onload="alert(1)"></svg>' },
      { action: 'setApiKey' },
      { action: '__proto__' },
    ])
      expect(act(wrong), JSON.stringify(wrong)).toBeUndefined();
  });

  test('whatever else is said is no message, and nothing throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const message = auditPageMessage(value);
        if (message !== undefined) expect(['ready', 'ask', 'showing', 'act']).toContain(message.type);
      }),
    );
    for (const type of ['showing', 'act', 'ask'])
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.anything()), (fields) => {
          auditPageMessage({ ...fields, type });
        }),
      );
  });
});

describe('what a browser shows', () => {
  test('is kept as it is over a reload', () => {
    expect(shownState(STATE)).toEqual(STATE);
    expect(shownState(structuredClone(shownState(STATE)))).toEqual(STATE);
  });

  test('what does not fit is left out, the rest stays; nothing without a set', () => {
    expect(
      shownState({
        ...STATE,
        against: 7,
        order: 'price',
        selected: -1,
        tab: 'x',
        triage: 'all',
        filter: { labels: ['PERC', 'MINE', 3], length: [9, 1], text: 'x'.repeat(5000), agreement: 'agree' },
      }),
    ).toEqual({
      set: SET,
      filter: { labels: ['PERC'], agreement: 'agree' },
      descending: true,
      grouping: 'category',
      method: 'judge',
    });
    for (const value of [undefined, null, 'x', [], {}, { set: '' }, { set: 1 }, { set: 'a\0' }])
      expect(shownState(value)).toBeUndefined();
  });

  test('a query has every field', () => {
    expect(auditQuery({ set: SET })).toEqual({ set: SET, filter: {}, order: 'source', descending: false });
    expect(auditQuery({ filter: {} })).toBeUndefined();
  });

  test('a filter of anything is a filter', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const filter = auditFilter(value);
        expect(auditFilter(filter)).toEqual(filter);
      }),
    );
  });
});

describe('figures that a page wants to save', () => {
  test('pictures are taken', () => {
    expect(
      isSafeSvg('<svg xmlns="http://www.w3.org/2000/svg"><rect width="3"/><text>86.9 %</text></svg>'),
    ).toBe(true);
    expect(isSafeSvg('<?xml version="1.0"?>\n<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>')).toBe(true);
    expect(isSafeSvg('<svg><clipPath id="c"/><g clip-path="url(#c)"/></svg>')).toBe(true);
  });

  test.each([
    '<svg><script>alert(1)</script></svg>',
    '<svg onload=alert(1)></svg>',
    '<svg><image href="http://x"/></svg>',
    '<svg><a xlink:href="javascript:alert(1)"/></svg>',
    '<svg><foreignObject><p/></foreignObject></svg>',
    '<svg><rect fill="url(http://x/y)"/></svg>',
    '<svg><style>@import "x"</style></svg>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    '<svg><?xml-stylesheet href="x"?></svg>',
    '<html><svg></svg></html>',
    'plain',
  ])('what is more than a picture is not: %s', (svg) => expect(isSafeSvg(svg)).toBe(false));
});
