import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variablesOf } from '../../../src/extension/environment/variables';
import { runArgument, runArguments } from '../../../src/extension/run-list/entry';
import { endings } from '../../../src/extension/run-list/endings';
import { plainText } from '../../../src/extension/run-list/plain';
import { aRun } from './summaries';

describe('text of runs in messages and in the status bar', () => {
  test('holds no icon, no link, no line break, and is not endless', () => {
    expect(plainText('$(trash) [x](command:evil)\nsecond')).not.toMatch(/\$\(|\]\(|\n/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const plain = plainText(text, 100);
        expect(plain).not.toMatch(/\$\(|\]\(|[\n\r\u2028\u2029\u202e]/);
        expect(plain.length).toBeLessThanOrEqual(103);
      }),
    );
    expect(plainText('learning rate 1e-6 (of stage "see")')).toBe('learning rate 1e-6 (of stage "see")');
  });
});

describe('arguments of commands about runs', () => {
  test('a folder, an entry, several that are selected', () => {
    expect(runArgument('/r/a')).toBe('/r/a');
    expect(runArgument({ kind: 'stage', run: '/r/a', stage: 'see' })).toBe('/r/a');
    expect(runArguments({ run: 'a' }, [{ run: 'a' }, { run: 'b' }, { run: 'b' }])).toEqual(['a', 'b']);
    expect(runArguments({ run: 'c' }, [{ run: 'a' }, { run: 'b' }])).toEqual(['c']);
    expect(runArguments(undefined, [{ run: 'a' }, { kind: 'more' }])).toEqual(['a']);
    expect(runArguments(undefined, undefined)).toEqual([]);
  });

  test('anything else names no run', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => typeof value !== 'string'),
        (value) => {
          const named = runArgument(value);
          if (named !== undefined) expect(value).toHaveProperty('run', named);
        },
      ),
    );
    expect(runArgument({ run: 3 })).toBeUndefined();
    expect(runArgument('')).toBeUndefined();
  });
});

describe('how runs end', () => {
  test('is told once, only of runs that were seen live, and not when the user stopped them', () => {
    const ended = endings();
    const told = (state: Parameters<typeof aRun>[0] & object) => ended([aRun(state)]).map(({ dir }) => dir);
    expect(told({ dir: 'past', state: 'failed' })).toEqual([]);
    expect(told({ dir: 'a', state: 'queued' })).toEqual([]);
    expect(told({ dir: 'a', state: 'running' })).toEqual([]);
    expect(told({ dir: 'a', state: 'done' })).toEqual(['a']);
    expect(told({ dir: 'a', state: 'done' })).toEqual([]);
    expect(told({ dir: 'b', state: 'running' })).toEqual([]);
    expect(told({ dir: 'b', state: 'stopped' })).toEqual([]);
    // Resumed, and then killed.
    expect(told({ dir: 'b', state: 'running' })).toEqual([]);
    expect(told({ dir: 'b', state: 'interrupted' })).toEqual(['b']);
  });
});

describe('the setting of variables', () => {
  test('hands on what is plain and refuses what sounds like a secret', () => {
    const { variables, secret, unusable } = variablesOf({
      HF_HOME: '/data/hf',
      HF_TOKEN: 'hf_x',
      OPENAI_API_KEY: 'sk-x',
      db_password: 'x',
      MAX_TOKENS: '5',
      TOKENIZERS_PARALLELISM: 'false',
      'NOT A NAME': 'x',
      NUMBER: 5,
    });
    expect(variables).toEqual({ HF_HOME: '/data/hf', MAX_TOKENS: '5', TOKENIZERS_PARALLELISM: 'false' });
    expect(secret).toEqual(['HF_TOKEN', 'OPENAI_API_KEY', 'db_password']);
    expect(unusable).toEqual(['NOT A NAME', 'NUMBER']);
  });

  test('may hold anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { variables } = variablesOf(value);
        for (const [name, text] of Object.entries(variables)) {
          expect(name).toMatch(/^\w+$/);
          expect(text).toBeTypeOf('string');
        }
      }),
    );
  });
});
