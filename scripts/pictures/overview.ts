// Draws media/overview.png from a finished run of the example: `npx tsx scripts/pictures/overview.ts RUN_FOLDER`.
// Needs Chromium as `chromium` on the PATH (or its path in CHROMIUM).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { advance, renderProgress, startProgress } from '../../src/cli/print/progress';
import { processTerminal } from '../../src/cli/terminal';
import { packageRoot } from '../../src/protocol';
import { PREDICT, readEvents, readRunManifest } from '../../src/runs';

const WIDTH = 1500;
const HEIGHT = 680;

async function draw(run: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-picture-'));
  const report = join(folder, 'report.png');
  shoot(pathToFileURL(join(run, 'report.html')).href, report, 800, 1200);
  const page = join(folder, 'overview.html');
  writeFileSync(page, document(curriculum(), await progress(run), readFileSync(report).toString('base64')));
  shoot(pathToFileURL(page).href, join(packageRoot(), 'media', 'overview.png'), WIDTH, HEIGHT);
}

function shoot(url: string, png: string, width: number, height: number): void {
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--force-device-scale-factor=2',
  ];
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [...flags, `--window-size=${width},${height}`, `--screenshot=${png}`, url],
    {
      stdio: 'ignore',
    },
  );
}

/** The file's own lines, without comments and blank lines, up to the variants. */
function curriculum(): string {
  const text = readFileSync(
    join(packageRoot(), 'examples', 'shape-math', 'shape-math.curriculum.yaml'),
    'utf8',
  );
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\s+# .*$/, ''))
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const stages = lines.findIndex((line) => line === 'stages:');
  const schedule = lines.findIndex((line) => line === 'schedule:');
  const end = lines.findIndex((line) => line === 'variants:');
  const audit = lines.findIndex((line) => line === 'audit:');
  return [
    ...lines.slice(1, 6),
    ...lines.slice(schedule, schedule + 3),
    ...lines.slice(stages, end),
    ...lines.slice(audit, audit + 2),
  ].join('\n');
}

/** The progress block as a terminal showed it in the middle of the last stage. */
async function progress(run: string): Promise<string> {
  const manifest = await readRunManifest(run);
  if (!manifest.ok) throw new Error(manifest.reason);
  const { plan, stages } = manifest.value;
  const events = await readEvents(run);
  const last = stages.at(-1);
  const middle = events.findIndex(
    ({ type, stage, ...rest }) => type === 'metric' && stage === last && 'step' in rest && rest.step === 14,
  );
  const shown = events.slice(0, middle + 1).reduce(advance, startProgress([...stages, PREDICT]));
  const rollouts = new Map(plan.stages.map(({ id, settings }) => [id, settings.rollouts]));
  return renderProgress(shown, rollouts, {
    ...processTerminal(),
    width: 88,
    style: (_style, text) => text,
  }).join('\n');
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const yaml = (text: string): string =>
  escape(text)
    .replace(/^(\s*(?:- )?)([\w-]+)(:)/gm, '$1<b>$2</b>$3')
    .replace(/(: )([^<\n]+)$/gm, '$1<i>$2</i>');

const terminal = (text: string): string =>
  escape(text)
    .replace(/^✓/gm, '<span class="ok">✓</span>')
    .replace(/^▸/gm, '<span class="now">▸</span>')
    .replace(/█+/g, '<span class="now">$&</span>');

const document = (
  file: string,
  bars: string,
  report: string,
): string => `<!doctype html><meta charset="utf-8"><style>
body{margin:0;width:${WIDTH}px;height:${HEIGHT}px;background:#f3f2ef;font:14px system-ui,sans-serif;color:#222;display:grid;grid-template-columns:400px 1fr 400px;gap:22px;padding:26px;box-sizing:border-box}
h2{font-size:15px;margin:0 0 10px;font-weight:600} h2 span{color:#888;font-weight:400}
pre{margin:0;padding:16px 18px;border-radius:8px;font:12.5px/1.55 ui-monospace,"DejaVu Sans Mono",monospace;overflow:hidden}
.yaml{background:#fff;border:1px solid #ddd} .yaml b{color:#0b5cad;font-weight:400} .yaml i{color:#7a3e00;font-style:normal}
.term{background:#1d2026;color:#d6d9df;font-size:10.8px} .ok{color:#57c785}.now{color:#6cb6ff}
.shot{border:1px solid #ddd;border-radius:8px;width:400px;height:600px;object-fit:cover;object-position:top;background:#fff}
.mid{display:flex;flex-direction:column;gap:18px}
</style>
<section><h2>1. Write <span>shape-math.curriculum.yaml</span></h2><pre class="yaml">${yaml(file)}</pre></section>
<section class="mid"><div><h2>2. Check, plan, run <span>npx stagecraft run</span></h2><pre class="term">$ npx stagecraft run shape-math.curriculum.yaml\n\n${terminal(bars)}</pre></div>
<div><h2>What the model is asked, and the trace it learns to write</h2>${samples()}</div></section>
<section><h2>3. Read why it fails <span>report.html</span></h2><img class="shot" src="data:image/png;base64,${report}"></section>`;

/** Two pictures of the example with their question and reference trace. */
function samples(): string {
  const data = join(packageRoot(), 'examples', 'shape-math', 'data');
  const rows = readFileSync(join(data, 'visual-test.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const kinds = [
    rows.find(({ scene, problem }) => scene.kind === 'board' && problem.includes('in all')),
    rows.find(({ scene }) => scene.kind !== 'board'),
  ];
  return kinds
    .map((row) => {
      if (row === undefined) return '';
      const png = readFileSync(join(data, row.images[0] ?? '')).toString('base64');
      return `<div style="display:flex;gap:14px;margin-bottom:14px"><img width="150" height="150" style="border-radius:6px" src="data:image/png;base64,${png}"><p style="margin:4px 0"><strong>${escape(row.problem.replace('<image>', ''))}</strong><br><br><code>${escape(row.response)}</code></p></div>`;
    })
    .join('');
}

interface Row {
  readonly problem: string;
  readonly response: string;
  readonly images: readonly string[];
  readonly scene: { readonly kind: string };
}

const [run] = process.argv.slice(2);
if (run === undefined) throw new Error('Usage: npx tsx scripts/pictures/overview.ts RUN_FOLDER');
void draw(resolve(run));
