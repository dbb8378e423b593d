import { describe, expect, it } from 'vitest';
import { adoptScripts } from '../../src/adopt';

const START = 'python3 -m verl.trainer.main data.rollout_batch_size=64';
const adopt = (text: string, path = '/nowhere/x.sh'): string =>
  adoptScripts([path], { read: (asked) => (asked === path ? text : undefined) }).text;

describe('a script that means harm', () => {
  it('may double a list with every line', () => {
    const text = adopt(`A=(x y)\n${'A=($A $A)\n'.repeat(60)}${START} "$A"\n`);
    expect(text).toContain('batch: 64');
  });

  it('may make a variable grow with every line', () => {
    const grown = `A=${'x '.repeat(5000)}\n${'A+=$A\n'.repeat(2000)}`;
    const text = adopt(`${grown}${'echo $A $A $A\n'.repeat(200)}${START}\n`);
    expect(text).toContain('batch: 64');
  });

  it('may stand in expansions without end', () => {
    const deep = '${A:-'.repeat(20_000) + '}'.repeat(20_000);
    const text = adopt(`${START}\nX=${deep}\nY="$X$X"\nZ=${'$(echo '.repeat(5000)}\n`);
    expect(text).toContain('batch: 64');
  });

  it('or be a configuration that holds itself', () => {
    const cyclic =
      'data: &a\n  rollout_batch_size: 64\n  me: *a\n  you: *a\ntrainer: { x: *a }\nworker: {}\n';
    expect(() => adopt(cyclic, '/nowhere/x.yaml')).not.toThrow(RangeError);
  });
});
