/**
 * The language server beside `yaml-language-server` with the JSON Schema of the same grammar, on the same document of
 * about 2,000 lines, one after the other in one run: `node esbuild.mjs && npx tsx bench/lsp.bench.ts [--runs 60]`.
 * Prints a table of milliseconds as an editor sees them, from the message sent to the answer read. Linux only, for
 * the memory figures.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { curriculumSchema } from '../src/language';
import { uriOf } from '../src/service';
import { startPeer, type Peer, type PeerOptions } from './lsp/peer';

const HEAD = `curriculum: 1
name: bench
model: micro-vlm
engine: embedded
datasets:
  shapes: { capability: perception, train: shapes.jsonl }
  sums: { capability: textual-reasoning, train: sums.jsonl }
stages:
`;
const STAGE_LINES = 6;

/** Every stage has its own settings and an expression. */
const documentOf = (lines: number): string =>
  HEAD +
  Array.from(
    { length: Math.ceil((lines - 8) / STAGE_LINES) },
    (_, index) => `  - id: stage-${index}
    data: [shapes, sums]
    where: pass_rate < 1 AND len(images) = 1
    learning_rate: 1e-6
    epochs: ${1 + (index % 9)}
    batch: 64
`,
  ).join('');

interface Figures {
  /** In a server that was started for it, as when the first curriculum of a window is opened. */
  readonly open: number;
  readonly completion: readonly number[];
  readonly hover: readonly number[];
  readonly diagnostics: readonly (number | undefined)[];
  readonly memory: number;
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Types a key in a stage in the middle, one letter at a time, as a person does. */
async function measure(peer: Peer, text: string, runs: number): Promise<Figures> {
  const open = await peer.open(text);
  await sleep(2000);
  const stage = 160;
  const line = HEAD.split('\n').length - 1 + stage * STAGE_LINES + 4;
  const old = text.split('\n')[line] ?? '';
  const completion: number[] = [];
  const hover: number[] = [];
  const warmUp = 5;
  for (let run = -warmUp; run < runs; run++) {
    const word = '    ep'.slice(0, 5 + (((run % 2) + 2) % 2));
    peer.change(line, 0, run === -warmUp ? old.length : old.length - 1, word.padEnd(old.length - 1));
    const answer = await peer.complete(line, word.length);
    if (answer.items === 0) throw new Error(`${peer.name} completes nothing`);
    if (run >= 0) completion.push(answer.ms);
    await sleep(30);
  }
  peer.change(line, 0, old.length - 1, old);
  await sleep(2000);
  for (let run = -warmUp; run < runs; run++) {
    peer.change(line, old.length - 1, old.length, String(1 + ((run + warmUp) % 9)));
    const answer = await peer.hover(line, 6);
    if (!answer.found) throw new Error(`${peer.name} says nothing of a key`);
    if (run >= 0) hover.push(answer.ms);
    await sleep(30);
  }
  await sleep(2000);
  const memory = peer.memory();
  const diagnostics: (number | undefined)[] = [];
  for (let run = -1; run < runs / 2; run++) {
    const wrong = 'epuchs';
    const isThere = (
      all: readonly { readonly range: { readonly start: { readonly line: number } } }[],
    ): boolean => all.some(({ range }) => range.start.line === line || range.start.line === line - 4);
    for (const [key, want] of [
      [wrong, true],
      ['epochs', false],
    ] as const) {
      const seen = peer.until(({ diagnostics: all }) => isThere(all) === want, 10_000);
      peer.change(line, 4, 10, key);
      const ms = await seen;
      if (run >= 0) diagnostics.push(ms);
      await sleep(300);
    }
  }
  return { open, completion, hover, diagnostics, memory };
}

/** The first document of a server that has been idle for a while. */
async function openLater(options: PeerOptions, text: string): Promise<number> {
  const peer = await startPeer(options);
  try {
    await sleep(2000);
    return await peer.open(text);
  } finally {
    peer.stop();
  }
}

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '60' }, lines: { type: 'string', default: '2000' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  const text = documentOf(Number(values.lines));
  const schema = join(folder, 'curriculum.schema.json');
  writeFileSync(schema, JSON.stringify(curriculumSchema()));
  const uri = uriOf(join(folder, 'bench.curriculum.yaml'));
  const peers = [
    {
      name: 'stagecraft',
      argv: [resolve('dist/language-server.cjs'), '--stdio'],
      languageId: 'curriculum',
      // Data files are another process's work, which the peer does not do.
      settings: { stagecraft: { checkData: 'never' } },
      initializationOptions: { cacheFolder: join(folder, 'cache') },
    },
    {
      name: 'yaml-language-server',
      argv: [resolve('node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
      languageId: 'yaml',
      settings: {
        yaml: {
          schemas: { [uriOf(schema)]: ['*.curriculum.yaml'] },
          schemaStore: { enable: false },
          completion: true,
          hover: true,
          validate: true,
          maxItemsComputed: 5000,
        },
      },
      initializationOptions: {},
    },
  ];
  console.log(
    `${text.split('\n').length} lines, ${values.runs} runs; Node ${process.version}, ${process.platform} ${process.arch}`,
  );
  console.log(
    '| server | open -> diagnostics, just started / idle for 2 s | completion after an edit, median / p95 | hover after an edit, median / p95 | keystroke -> right diagnostics, median / p95 | memory |',
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const options of peers) {
    const later = await openLater({ ...options, uri }, text);
    const peer = await startPeer({ ...options, uri });
    try {
      const { open, completion, hover, diagnostics, memory } = await measure(peer, text, Number(values.runs));
      const both = (times: readonly number[]): string =>
        `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} ms`;
      const seen = diagnostics.filter((ms) => ms !== undefined);
      const never = diagnostics.length - seen.length;
      console.log(
        `| ${options.name} | ${open.toFixed(0)} / ${later.toFixed(0)} ms | ${both(completion)} | ${both(hover)} | ${both(seen)}${never === 0 ? '' : ` (${never} of ${diagnostics.length} never)`} | ${memory.toFixed(0)} MB |`,
      );
    } finally {
      peer.stop();
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

void main();
