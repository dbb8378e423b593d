import { appendFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { Results } from '../../host/results';

/**
 * Runs every compiled test file beside this bundle, writes a line a test to STAGECRAFT_TEST_LOG and, when mocha has
 * ended, the counts to STAGECRAFT_TEST_RESULTS. Rejects when a test fails.
 */
export async function runMocha(folder: string): Promise<void> {
  const { STAGECRAFT_TEST_LOG: log, STAGECRAFT_TEST_RESULTS: results } = process.env;
  if (log === undefined || results === undefined) throw new Error('the harness names no files for results');
  const say = (line: string): void => appendFileSync(log, `${line}\n`);
  const mocha = new Mocha({
    // Longer than what the tests themselves wait for, so that they say what was missing.
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    // Said by the lines below; mocha's own reporters write to a console that only the window has.
    reporter: Mocha.reporters.Base,
  });
  const grep = process.env.STAGECRAFT_TEST_GREP;
  if (grep !== undefined && grep !== '') mocha.grep(grep);
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.spec.js'))
    .sort())
    mocha.addFile(join(folder, file));

  const files: Record<string, number> = {};
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0 } = runner.stats ?? {};
      const counts: Results = { total: runner.total, passes, failures, files };
      writeFileSync(`${results}.draft`, JSON.stringify(counts));
      renameSync(`${results}.draft`, results);
      resolve(failures);
    });
    runner.on('suite', (suite) => {
      if (suite.title !== '') say(`${'  '.repeat(suite.titlePath().length)}${suite.title}`);
    });
    runner.on('pass', (test) => {
      const file = test.file?.slice(folder.length + 1).replace(/\.js$/, '') ?? '';
      files[file] = (files[file] ?? 0) + 1;
      say(`${indent(test)}✓ ${test.title} (${test.duration ?? 0} ms)`);
    });
    runner.on('fail', (test, error: Error) => {
      say(`${indent(test)}✗ ${test.title}`);
      say((error.stack ?? error.message).replace(/^/gm, `${indent(test)}    `));
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

const indent = (test: { titlePath(): readonly string[] }): string => '  '.repeat(test.titlePath().length);
