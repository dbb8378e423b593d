import { existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { auditRun, printAudit } from '../../audit';
import { attributeNamed, type Attribution } from '../attribute';
import { CHAT_OPTIONS } from '../chat-option';
import { defineCommand, EXIT, UsageError, type ExitCode } from '../command';
import { nameOf } from '../find-set';
import { visible } from '../print/text-width';
import { parsePrediction } from '../../results';
import { besideJson, type Terminal } from '../terminal';
import { findWorkspace, WORKSPACE_OPTION } from '../workspace';

const METHODS = ['counterfactual', 'judge'] as const;

export const audit = defineCommand({
  name: 'audit',
  summary: 'Grade predictions and attribute failures: perception or reasoning.',
  args: '[RUN|SET|RESULTS|PREDICTIONS.jsonl]',
  minArgs: 0,
  maxArgs: 1,
  details:
    'Of a run (default: latest) it reads the counterfactual arms and writes audit/counterfactual.jsonl and audit/summary.json.\n' +
    'RESULTS of VLMEvalKit, lmms-eval, EasyR1 or a table are imported first, into .stagecraft/audits.\n' +
    '--method asks a model about the failures: the model of the RESULTS for the arms (`counterfactual`), any other for\n' +
    'what went wrong (`judge`). The arms of a run are answered by its own model, at its end.\n' +
    'What was answered before is not asked again; --dry-run says what would be asked.',
  options: {
    stage: { type: 'string', value: 'ID', doc: 'Predictions of this stage (default: the newest).' },
    method: { type: 'string', value: 'NAME', doc: 'Ask a model: `counterfactual` or `judge`.' },
    ...CHAT_OPTIONS,
    limit: {
      type: 'string',
      value: 'N',
      doc: 'At most so many failures, drawn with a fixed seed from every data set.',
    },
    samples: { type: 'string', value: 'K', doc: 'Answers an arm (default 4).' },
    'dry-run': { type: 'boolean', doc: 'Say what would be asked, and ask nothing.' },
    json: { type: 'boolean', doc: 'Print as JSON.' },
    workspace: WORKSPACE_OPTION,
  },
  run: async ({ args, options, terminal }) => {
    const text = args[0] ?? 'latest';
    const workspace = findWorkspace(options.workspace);
    const method = METHODS.find((name) => name === options.method);
    if (options.method !== undefined && method === undefined)
      throw new UsageError(
        `\`--method\` is ${METHODS.join(' or ')}; labels by hand are given with \`stagecraft label\``,
      );
    const limits = { ...count('limit', options.limit), ...count('samples', options.samples) };
    checkTogether(method, options);
    const isPredictions = text.endsWith('.jsonl') && existsSync(text) && statSync(text).isFile();
    if (method === undefined && isPredictions && (await holdsPredictions(text)))
      return auditPredictions({ predictions: resolve(text) }, options, terminal);
    const named = await nameOf(text, workspace);
    if (method === undefined && named.kind === 'run') return auditPredictions(named.run, options, terminal);
    const shown = options.json === true ? besideJson(terminal) : terminal;
    const done = await attributeNamed(
      named,
      {
        ...chatOptions(options),
        ...(method === undefined ? {} : { method }),
        ...limits,
        dryRun: options['dry-run'] === true,
      },
      workspace,
      shown,
    );
    tell(done, options.json === true, terminal);
    const left = done.reduce((sum, { failed }) => sum + failed, 0);
    if (left === 0) return EXIT.ok;
    terminal.err(
      `${terminal.style(['bold', 'red'], 'error:')} Not all could be asked: ${left.toLocaleString('en-US')} left`,
    );
    terminal.err(`  ${terminal.style('cyan', 'help:')} the same command asks only for what is missing`);
    return EXIT.failed;
  },
});

/** Options that only say how a model is asked mean nothing without `--method`, and `--stage` nothing with it. */
function checkTogether(method: string | undefined, options: Readonly<Record<string, unknown>>): void {
  const asking = [...Object.keys(CHAT_OPTIONS), 'limit', 'samples', 'dry-run'];
  const idle =
    method === undefined
      ? asking.find((name) => options[name] !== undefined)
      : ['stage'].find((name) => options[name] !== undefined);
  if (idle === undefined) return;
  throw new UsageError(
    method === undefined
      ? `\`--${idle}\` says how a model is asked: give \`--method\` too`
      : `\`--${idle}\` goes without \`--method\`: a model is asked about all failures of the newest predictions`,
  );
}

/** The options that choose a model. */
const chatOptions = (
  options: Readonly<Record<string, string | boolean | undefined>>,
): Partial<Record<keyof typeof CHAT_OPTIONS, string>> =>
  Object.fromEntries(
    Object.keys(CHAT_OPTIONS).flatMap((name) => {
      const value = options[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );

/** Whether a JSONL file is one of our own predictions: other programs write JSONL as well. */
async function holdsPredictions(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1 << 20), 0, 1 << 20, 0);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
    // An empty file, or a line longer than a look: the audit itself says what is wrong.
    return line === '' || !text.includes('\n') || typeof parsePrediction(line) === 'object';
  } finally {
    await handle.close();
  }
}

/** A whole number above 0 of an option, by its name. */
function count<N extends string>(name: N, text: string | undefined): Readonly<Partial<Record<N, number>>> {
  if (text === undefined) return {} as Readonly<Partial<Record<N, number>>>;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`\`--${name}\` is a whole number above 0`);
  return { [name]: Number(text) } as Readonly<Record<N, number>>;
}

async function auditPredictions(
  source: Parameters<typeof auditRun>[0],
  options: { readonly stage?: string; readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const { summary, files } = await auditRun(
    source,
    options.stage === undefined ? {} : { stage: options.stage },
  );
  if (options.json === true) {
    terminal.out(JSON.stringify(summary, null, 2));
    return EXIT.ok;
  }
  terminal.out(visible(printAudit(summary).trimEnd()));
  if (files.length > 0) terminal.out(`\nWritten: ${files.join(', ')}`);
  return EXIT.ok;
}

function tell(done: readonly Attribution[], json: boolean, terminal: Terminal): void {
  if (json) {
    terminal.out(JSON.stringify({ version: 1, sets: done.map(({ text: _text, ...told }) => told) }, null, 2));
    return;
  }
  for (const { dir, title, words, text } of done) {
    terminal.out(`${terminal.style('bold', visible(title))}\n${dir}`);
    if (words !== undefined) terminal.out(visible(words));
    terminal.out(`\n${visible(text)}`);
  }
}
