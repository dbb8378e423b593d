import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellLine, shellLines } from '../../src/preflight/shell';

/** The words that a shell makes of a line, and one of its variables. */
const words = (line: string): string[] => {
  const script = `set -- ${line}\nprintf '%s\\0' "$@"`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
};

test('a shell reads back the very words', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (argv) => {
      expect(words(shellLine({ argv, env: {} }))).toEqual(argv);
      expect(words(shellLines({ argv, env: {} }))).toEqual(argv);
    }),
    { numRuns: 60 },
  );
});

test('variables stand before the command', () => {
  const command = { argv: ['/bin/sh', '-c', 'printf %s "$A"'], env: { A: "it's; $HOME" } };
  for (const line of [shellLine(command), shellLines(command)])
    expect(execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toBe("it's; $HOME");
  expect(shellLine(command)).not.toContain('\n');
});

test('a long command has a line for each setting', () => {
  const argv = [
    'python',
    '-m',
    'verl.trainer.main',
    '--config',
    'a.yaml',
    ...[1, 2, 3, 4].map((n) => `worker.actor.key${n}=${'x'.repeat(20)}`),
  ];
  expect(shellLines({ argv, env: {} }).split('\n')).toEqual([
    'python \\',
    '  -m verl.trainer.main \\',
    '  --config a.yaml \\',
    ...[1, 2, 3].map((n) => `  worker.actor.key${n}=${'x'.repeat(20)} \\`),
    `  worker.actor.key4=${'x'.repeat(20)}`,
  ]);
  expect(shellLines({ argv: ['node', '--x'], env: {} })).toBe('node --x');
});
