import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Known } from '../../../src/service';
import { code, fence, plain } from '../../../src/service/hover/markdown';
import { sampleText } from '../../../src/service/hover/sample';
import { NOTHING_KNOWN } from '../known';
import { CURRICULUM, jsonl, openProject, type Project } from './project';
import { ends } from '../../fixtures/hang';

const EVIL = [
  '[EVIL](command:workbench.action.quit)',
  '![EVIL](https://example.org/track.png)',
  '<img src=x onerror=EVIL>',
  '</code></pre><script>EVIL</script>',
  '`EVIL`',
  '```\n# EVIL\n```',
  '\n````\n[EVIL](https://example.org)\n`````\n',
  '~~~\nEVIL\n~~~',
  'a\r```\rEVIL\r',
  'a\u2028```\u2028EVIL',
  '\u202Egnp.LIVE\u202C',
  '\u0000\u001b[31mEVIL\u0007',
  '| EVIL | a |\n|---|---|',
  'https://EVIL.example.org www.EVIL.org EVIL@example.org',
  '$(EVIL) &lt;EVIL&gt; &#69;VIL',
  '- EVIL\n1. EVIL\n# EVIL\n> EVIL\n===\n---',
  `${'`'.repeat(40)}EVIL`,
];

/** What is left of Markdown outside its fenced blocks and inline code, by the rules of CommonMark. */
function outside(markdown: string): string {
  const lines: string[] = [];
  let open = 0;
  for (const line of markdown.split(/\r\n|\n|\r/u)) {
    const ticks = /^ {0,3}(`{3,})([^`]*)$/u.exec(line);
    if (open === 0 && ticks !== null) {
      open = ticks[1]!.length;
    } else if (open > 0) {
      if (ticks !== null && ticks[2]!.trim() === '' && ticks[1]!.length >= open) open = 0;
    } else {
      lines.push(withoutCode(line));
    }
  }
  expect(open, 'a fence stays open').toBe(0);
  return lines.join('\n');
}

function withoutCode(line: string): string {
  let left = '';
  for (let at = 0; at < line.length;) {
    const run = /^`+/u.exec(line.slice(at))?.[0] ?? '';
    if (run === '' || line[at - 1] === '\\') {
      left += line.charAt(at);
      at++;
      continue;
    }
    const rest = line.slice(at + run.length);
    const end = [...rest.matchAll(/`+/gu)].find(([other]) => other.length === run.length)?.index;
    left += end === undefined ? run : '';
    at += end === undefined ? run.length : run.length + end + run.length;
  }
  return left;
}

/** Nothing that an editor would make a link, a picture, a heading, a table or HTML. */
function expectTame(words: string): void {
  const text = words.replace(/\\[^A-Za-z0-9\s]/gu, 'X');
  expect(text).not.toMatch(/[`<>[\]*_|~]/u);
  expect(text).not.toMatch(/https?:|www\.|@/u);
  expect(text).not.toMatch(/^(?:#|-|\+|=|\d+[.)])/mu);
  expect(words).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

const text = fc.oneof(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '`',
        '\n',
        '\\',
        '<',
        '[',
        ']',
        '(',
        ')',
        '~',
        '\r',
        '\t',
        '#',
        '|',
        '*',
        '_',
        '!',
        '&',
        'w',
        '.',
        ':',
        '/',
        '\u2028',
        '\u202E',
        '\uD800',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  }),
  fc.array(fc.constantFrom(...EVIL)).map((parts) => parts.join('')),
);

describe('text of others in a hover', () => {
  it('stays in its fence', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const block = fence(hostile);
        expect(outside(`before\n\n${block}\n\nafter`)).toBe('before\n\n\nafter');
        expect(block).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('stays in its inline code', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const span = code(hostile);
        expect(span).not.toMatch(/[\n\r\p{Cc}]/u);
        expect(withoutCode(`before ${span} after`)).toMatch(/^before (?:\(empty\))? after$/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('is no markup among words', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        expectTame(plain(hostile));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a megabyte is cut', () => {
    const long = '`x['.repeat(350_000);
    for (const show of [fence, code, plain, () => fence(sampleText(JSON.stringify({ a: long })))]) {
      expect(ends(() => show(long)).length).toBeLessThan(5000);
    }
    expect(sampleText('{ broken')).toBe('{ broken');
  });
});

describe('a hover over hostile rows', () => {
  let project: Project;
  beforeAll(async () => {
    project = await openProject();
  });
  afterAll(() => project.remove());

  it('shows them in blocks of code only', async () => {
    const rows = [...EVIL, `EVIL${'x'.repeat(1_000_000)}`].map((evil, index) => ({
      problem: evil,
      answer: evil,
      pass_rate: 0.5,
      [`column ${evil.slice(0, 200)}`]: index,
    }));
    for (const [index, row] of rows.entries()) {
      project.write(`data/evil-${index}.jsonl`, jsonl([row, ...rows.slice(0, 3)]));
      const words = await project.at(
        CURRICULUM.replace('  sums:', '  su|ms:').replace('data/sums.jsonl', `data/evil-${index}.jsonl`),
      );
      expect(words).toContain('EVIL'.slice(0, index === 10 ? 0 : 4));
      expect(words!.length).toBeLessThan(20_000);
      expect(outside(words!)).not.toContain('EVIL');
    }
  });

  it('shows names of columns and files as code', async () => {
    const evil: Known = {
      ...NOTHING_KNOWN,
      columns: () => Promise.resolve(EVIL.map((name) => ({ name, type: name }))),
      facts: () =>
        Promise.resolve({
          rows: 1,
          columns: EVIL.map((name) => ({ name, type: name, nulls: 1 })),
          file: '/a',
          roles: { question: EVIL[0]! },
          sample: JSON.stringify(Object.fromEntries(EVIL.map((one) => [one, one]))),
        }),
    };
    const document = CURRICULUM.replace('  sums:', '  su|ms:');
    expect(outside((await project.at(document, evil))!)).not.toContain('EVIL');
    for (const name of EVIL) {
      const quoted = JSON.stringify(`"${name.replaceAll('"', '""')}" = 1`);
      const where = CURRICULUM.replace('pass_rate < 0.5 AND len(images) = 0', () =>
        quoted.replace('EVIL', 'EV|IL'),
      );
      if (!where.includes('EV|IL') || name.includes('|')) continue;
      expect(outside((await project.at(where, evil)) ?? ''), name).not.toContain('EVIL');
    }
  });
});
