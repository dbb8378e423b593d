import { spawn, type ChildProcess } from 'node:child_process';

/**
 * A program that appends so many metric events a second to a file for so many seconds: a stand-in for an engine and
 * its supervisor, in a process of its own as they are. Its arguments: the file, events a second, seconds, the metrics'
 * names as JSON.
 */
const PROGRAM = `
const { appendFileSync } = require('node:fs');
const [file, rate, seconds, names] = process.argv.slice(1);
const metrics = JSON.parse(names);
const begin = Date.now();
let step = 0;
const timer = setInterval(() => {
  const passed = Date.now() - begin;
  const due = Math.min(Math.floor((passed * rate) / 1000), rate * seconds);
  let text = '';
  for (; step < due; step += 1) {
    const values = {};
    for (const name of metrics) values[name] = Number(Math.random().toPrecision(7));
    text += JSON.stringify({ time: new Date().toISOString(), stage: 'see', type: 'metric', step: step + 1, values }) + '\\n';
  }
  if (text !== '') appendFileSync(file, text);
  if (step >= rate * seconds) clearInterval(timer);
}, 20);
`;

export interface Flood {
  readonly file: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly metrics: readonly string[];
}

/** Starts the program; resolves when it has ended, and rejects when it could not write. */
export function flood({ file, perSecond, seconds, metrics }: Flood): Promise<void> {
  const args = ['-e', PROGRAM, file, String(perSecond), String(seconds), JSON.stringify(metrics)];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the stand-in engine ended with ${code ?? 'a signal'}`)),
    );
  });
}
