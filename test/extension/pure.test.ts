import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/commands/run';
import { stageCommand } from '../../src/extension/commands/argument';
import { fileName, nameFault } from '../../src/extension/create/name';
import { planRequestOf, planUriParts } from '../../src/extension/preview/uri';
import { restartPolicy } from '../../src/extension/client/restart-policy';
import { runArguments, runName } from '../../src/extension/run/arguments';
import { parseArgs } from 'node:util';

describe('restarts of the language server', () => {
  test('at once, then slower, and not a fifth time within three minutes', () => {
    let now = 0;
    const policy = restartPolicy(() => now);
    const waits = [1, 2, 3, 4].map(() => {
      now += 10_000;
      const decision = policy.crashed();
      return decision.restart ? decision.waitMs : undefined;
    });
    expect(waits).toEqual([0, 1000, 3000, 8000]);
    expect(policy.crashed()).toEqual({ restart: false });
  });

  test('crashes that lie apart are each answered at once; asking for a restart forgets them', () => {
    let now = 0;
    const policy = restartPolicy(() => now);
    for (let crash = 0; crash < 20; crash++) {
      now += 200_000;
      expect(policy.crashed()).toEqual({ restart: true, waitMs: 0 });
    }
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    expect(policy.crashed()).toEqual({ restart: false });
    policy.reset();
    expect(policy.crashed()).toEqual({ restart: true, waitMs: 0 });
  });
});

describe('arguments of a run', () => {
  const options = Object.fromEntries(Object.entries(run.options).map(([name, { type }]) => [name, { type }]));
  const parsed = (args: readonly string[]) =>
    parseArgs({ args: args.slice(1), options, allowPositionals: true, strict: true });

  test('every name reaches the command line as it is, dashes, spaces and quotes included', () => {
    const name = fc.string({ minLength: 1, unit: 'binary' });
    fc.assert(
      fc.property(name, name, name, name, fc.boolean(), (file, workspace, variant, stage, from) => {
        const stages = from ? { from: stage } : { only: stage };
        const args = runArguments({ file, workspace, variant, stages });
        expect(args[0]).toBe('run');
        const { values, positionals } = parsed(args);
        expect(positionals).toEqual([file]);
        expect({ ...values }).toEqual({ workspace, variant, [from ? 'from' : 'stage']: stage });
      }),
    );
  });

  test('what is not asked for is not said', () => {
    expect(runArguments({ file: '/a.curriculum.yaml' })).toEqual(['run', '--', '/a.curriculum.yaml']);
    expect(parsed(runArguments({ file: 'a', audit: false })).values).toEqual({ 'no-audit': true });
    expect(runArguments({ file: 'a', rehearse: true, audit: false, variant: 'b' })).toEqual([
      'rehearse',
      '--variant=b',
      '--',
      'a',
    ]);
    // What is made has no stages, and no audit at its end.
    const made = { file: 'a', workspace: '/w', stages: { only: 'see' }, audit: false, variant: 'b' } as const;
    expect(runArguments({ ...made, make: '--odd' })).toEqual([
      'make',
      '--workspace=/w',
      '--variant=b',
      '--dataset=--odd',
      '--',
      'a',
    ]);
    expect(runArguments({ file: 'a', make: true })).toEqual(['make', '--', 'a']);
    expect(runName('a', { make: 'hard' })).toBe('make hard');
    expect(runName('a', {})).toBe('a');
    expect(runName('a', { variant: 'merged', stages: { only: 'see' } })).toBe('a see (merged)');
  });
});

describe('arguments of commands', () => {
  test('a lens, a Uri and nothing', () => {
    const lens = { uri: 'file:///a', stage: 'see', variant: 'merged', dataset: 'hard' };
    expect(stageCommand(lens)).toEqual(lens);
    const uri = { scheme: 'file', path: '/a', toString: () => 'file:///a' };
    expect(stageCommand(uri)).toEqual({ uri: 'file:///a' });
    expect(stageCommand(undefined)).toBeUndefined();
  });

  test('anything else is taken for nothing, and strange parts are dropped', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stageCommand(value)).toBeUndefined();
      }),
    );
    expect(stageCommand({ uri: 'file:///a', stage: 3, variant: {} })).toEqual({ uri: 'file:///a' });
  });
});

describe('documents of plans', () => {
  test('what a document shows can be read back from its address', () => {
    const text = fc.string({ unit: 'binary' });
    const request = fc.record(
      { uri: text, show: fc.constantFrom('plan' as const, 'command' as const), variant: text, stage: text },
      { requiredKeys: ['uri', 'show'] },
    );
    fc.assert(
      fc.property(request, text, (asked, title) => {
        const { path, query } = planUriParts(asked, title);
        expect(planRequestOf(query)).toEqual(asked);
        expect(path).toMatch(/^\/[^/?#\\]+\.txt$/);
      }),
    );
  });

  test('an address of someone else asks for nothing', () => {
    for (const query of ['', 'x', '3', 'null', '{}', '{"uri":"a"}', '{"uri":"a","show":"b"}'])
      expect(planRequestOf(query)).toBeUndefined();
  });
});

describe('names of new curricula', () => {
  test('are file names on every system', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        if (nameFault(name) === undefined) expect(fileName(name)).toMatch(/^\w[\w.-]*\.curriculum\.yaml$/);
      }),
    );
    expect(nameFault('qwen3-vl-8b')).toBeUndefined();
    expect(nameFault(' ')).toBe('empty');
    expect(nameFault('../x')).toBe('letters');
    expect(nameFault('a b')).toBe('letters');
    expect(nameFault('a'.repeat(65))).toBe('long');
  });
});
