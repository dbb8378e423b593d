import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditRun, renderReport, type Curve, type ReportRun } from '../../src/audit';
import { escapeHtml, html } from '../../src/audit/report/html';
import { imageStore } from '../../src/audit/report/images';
import { save, simulate } from './synthetic';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const curve = (stage: string, capability: string, metric: string, n: number): Curve => ({
  stage, capability, metric, points: Array.from({ length: n }, (_, i) => ({ step: i + 1, value: i / n })),
}); // prettier-ignore

async function runOf(
  predictions: Parameters<typeof save>[0],
  rest: Partial<ReportRun> = {},
): Promise<ReportRun> {
  return { title: 'shape-math', audit: await auditRun({ predictions: save(predictions) }), ...rest };
}
const faults = { misreads: 0.4, miscounts: 0.1, misreadsText: 0.02, items: 40 };

/** Tags and attributes of the page outside its own style and script, which stand in one piece each. */
function markup(page: string): string {
  return page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<script[\s\S]*?<\/script>/g, '');
}

describe('the report', () => {
  it('is one page that loads nothing and runs only its own script', async () => {
    const page = await renderReport(
      await runOf(simulate(faults), {
        curves: [
          curve('see', 'perception', 'accuracy', 60),
          curve('think', 'textual-reasoning', 'accuracy', 5),
          curve('see', 'perception', 'kl', 3),
        ],
        stages: [
          {
            id: 'see',
            capability: 'perception',
            state: 'done',
            from: 'base',
            rows: 301,
            order: 'easy to hard',
            steps: '18',
            seconds: 12,
          },
        ],
      }),
    );
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^ ]+'; script-src 'sha256-[^ ]+'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    for (const text of [style, script]) {
      expect(policy).toContain(createHash('sha256').update(text).digest('base64'));
    }
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(markup(page)).not.toMatch(/\s(src|href|srcset|action|style)="(?!#)/);
    expect(page).not.toMatch(/https?:\/\//);
    // Each chart has its table, each section a heading, the page its landmarks.
    const charts = page.match(/<svg\s+class="chart lines"/g)?.length ?? 0;
    expect(charts).toBe(2);
    expect(page.match(/As a table/g)!.length).toBeGreaterThanOrEqual(charts + 2);
    for (const landmark of ['<main', '<nav', '<header', '<footer', 'role="search"', 'lang="en"'])
      expect(page).toContain(landmark);
    expect(markup(page)).not.toContain('undefined');
    expect(markup(page)).not.toContain('NaN');
  });

  it('treats every text of a run as hostile', async () => {
    const attacks = [
      '</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', `' onfocus='alert(1)`,
      '</style><style>*{display:none}', '<!--', ']]>', '\u2028\u2029', '\u202egnp.exe', '\ud800', '\u0000\u0008', '${alert(1)}', '`', '&lt;b&gt;',
      '<iframe src="https://evil.example">', 'javascript:alert(1)', '<base href="//evil">', '<meta http-equiv=refresh>',
    ]; // prettier-ignore
    const predictions = simulate({ ...faults, items: attacks.length, misreads: 1 }).map((prediction, i) => {
      const attack = attacks[Math.floor(i / 3)]!;
      return {
        ...prediction, row: attack, dataset: attack, capability: attack, question: attack, answer: attack, options: [attack, 'x'],
        caption: attack, images: [attack], samples: prediction.samples.map((sample) => ({ ...sample, text: `${attack} \\boxed{${attack}1}` })),
      };
    }); // prettier-ignore
    const hostile = attacks.join(' ');
    const page = await renderReport(
      await runOf(predictions, {
        title: hostile,
        subtitle: hostile,
        curves: [
          {
            stage: hostile,
            capability: hostile,
            metric: hostile,
            points: [
              { step: 1, value: NaN },
              { step: 2, value: 1 },
            ],
          },
        ],
        stages: [
          {
            id: hostile,
            capability: hostile,
            state: hostile,
            from: hostile,
            rows: 1,
            order: hostile,
            steps: hostile,
          },
        ],
      }),
    );
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page.match(/<style/g)).toHaveLength(1);
    const tags = new Set(
      Array.from(markup(page).matchAll(/<([a-zA-Z!][a-zA-Z0-9-]*)/g), (match) => match[1]!.toLowerCase()),
    );
    for (const tag of ['iframe', 'base', 'img', 'object', 'embed', 'link', '!--'])
      expect(tags).not.toContain(tag);
    // No attribute can be opened from a text: every quote of a text is escaped, so handlers stand in texts only.
    expect(
      markup(page)
        .replace(/"[^"]*"/g, '""')
        .replace(/>[^<]*/g, '>'),
    ).not.toMatch(/\son\w+\s*=/i);
    expect(page).not.toMatch(/[^\P{Cc}\n\r\t]|[\p{Cs}\u202e\u2028\u2029]/u);
  });

  it('escapes whatever it is given, and leaves it readable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'`]/);
        expect(escaped).not.toMatch(/\p{Cs}/u);
        expect(html`<b title="${text}">${text}</b>`.text).toBe(`<b title="${escaped}">${escaped}</b>`);
      }),
      { numRuns: Number(process.env.STAGECRAFT_FUZZ ?? 300) },
    );
    expect(escapeHtml('a < b & "c"')).toBe('a &lt; b &amp; &quot;c&quot;');
  });

  it('embeds each picture once, only pictures, and no more than allowed', () => {
    const folder = dirname(save(''));
    const write = (name: string, bytes: Buffer | string): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const good = write('a.png', PNG);
    const store = imageStore(1_000_000, [folder]);
    expect([store.add(good), store.add(good), store.add(write('b.png', PNG))]).toEqual([0, 0, 1]);
    expect(store.used[0]).toBe(`data:image/png;base64,${PNG.toString('base64')}`);
    expect(store.add(write('c.png', 'root:x:0:0'))).toContain('not a PNG');
    expect(store.add(write('d.svg', '<svg onload="alert(1)"/>'))).toContain('not a PNG');
    expect(store.add(join(folder, 'none.png'))).toContain('outside');
    expect(imageStore(1_000_000).add(join(folder, 'none.png'))).toBe('missing');
    expect(imageStore(1_000_000).add(folder)).toMatch(/not a file|unreadable/);
    expect(store.add(join(folder, '..', '..', 'etc', 'hosts'))).toContain('outside');
    expect(store.add(write('big.png', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])))).toContain(
      '4 MiB',
    );
    expect(imageStore(PNG.length).add(good)).toBe(0);
    expect(imageStore(PNG.length - 1).add(good)).toContain('left out');
    mkdirSync(join(folder, 'sub'));
    expect(imageStore(1_000_000, [join(folder, 'sub')]).add(good)).toContain('outside');
  });

  it('shows every failure with question, gold, trace, description, arms and verdict', async () => {
    const folder = dirname(save(''));
    const image = join(folder, 'a.png');
    writeFileSync(image, PNG);
    const run = await runOf(simulate({ ...faults, images: [image] }));
    const page = await renderReport(run);
    const wrong = run.audit.decisions.filter(({ verdict }) => verdict !== 'right').length;
    expect(wrong).toBeGreaterThan(5);
    expect(page.match(/<article/g)).toHaveLength(wrong);
    expect(page.match(/data-image="0"/g)).toHaveLength(wrong);
    expect(page).toContain(PNG.toString('base64'));
    const card = page.slice(page.indexOf('<article'), page.indexOf('</article>'));
    for (const part of [
      'How many circles',
      'Gold',
      'Given',
      'class="trace"',
      'Description',
      'of 8 right',
      'Oracle',
      'All answers',
    ])
      expect(card).toContain(part);
    const capped = await renderReport(run, undefined, { maxFailures: 2 });
    expect(capped.match(/<article/g)).toHaveLength(2);
    expect(capped).toMatch(new RegExp(`first\\s+2\\s+of\\s+${wrong}\\s+failures`));
  });

  it('compares two runs, and shows what the second broke', async () => {
    const first = await runOf(simulate({ ...faults, seed: 5 }), {
      curves: [curve('see', 'perception', 'accuracy', 20)],
    });
    const second = await runOf(simulate({ ...faults, seed: 6 }), {
      title: 'merged',
      curves: [curve('all', 'visual-reasoning', 'accuracy', 40)],
    });
    const page = await renderReport(first, second);
    expect(page).toContain('Exact McNemar');
    expect(page).toContain('data-change="broken"');
    expect(page).toContain('data-change="fixed"');
    expect(page).toMatch(/class="line [^"]*dashed"/);
  });

  it('says beside the curves which stages fall or rise by their order alone', async () => {
    const stage = {
      capability: 'perception', state: 'done', from: 'base', rows: 9, order: 'as said', steps: '9',
    }; // prettier-ignore
    const options = { curves: [curve('see', 'perception', 'accuracy', 20)] };
    const sorted = await renderReport(
      await runOf(simulate(faults), {
        ...options,
        stages: [
          { ...stage, id: 'see', difficulty: 'easy-to-hard' },
          { ...stage, id: 'back', difficulty: 'hard-to-easy' },
          { ...stage, id: 'mixed' },
        ],
      }),
    );
    const text = sorted.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/see: easy rows first, so .{0,80} fall by design/);
    expect(text).toMatch(/back: hard rows first, so .{0,80} rise by design/);
    const shuffled = await renderReport(
      await runOf(simulate(faults), { ...options, stages: [{ ...stage, id: 'mixed' }] }),
    );
    expect(shuffled).not.toContain('by design');
  });

  it('names its leak check for what it is', async () => {
    expect(await renderReport(await runOf(simulate(faults)))).toContain('text match, no model asked');
  });

  it('has something to say when there is nothing to show', async () => {
    const perfect = await renderReport(
      await runOf(
        simulate({ misreads: 0, miscounts: 0, misreadsText: 0, items: 6, arms: ['image', 'description'] }),
      ),
    );
    expect(perfect).toContain('No failures');
    expect(perfect).toContain('No training events');
    expect(perfect).toContain('tells nothing of its stages');
    const closed = await renderReport(await runOf(simulate({ ...faults, misreadsText: 0.7, items: 60 })));
    expect(closed).toContain('GATE CLOSED');
    expect(closed).toContain('withheld');
    expect(closed).toContain('failures, not attributed');
    const imageless = await renderReport(await runOf(simulate({ ...faults, arms: ['neither'] })));
    expect(imageless).toContain('No image arm');
  });
});
