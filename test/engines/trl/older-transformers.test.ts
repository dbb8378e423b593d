import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/protocol';

const RUNNER = join(packageRoot(), 'src/engines/trl/runner');
/** Names that Transformers 4.57 has, too: predictions were run with it by hand. */
const KNOWN = [
  'AutoConfig',
  'AutoImageProcessor',
  'AutoModelForImageTextToText',
  'AutoProcessor',
  'BitsAndBytesConfig',
  'GenerationConfig',
  'PreTrainedModel',
  'ProcessorMixin',
  'set_seed',
];

/** Modules of the runner that a module imports when it is loaded, itself included. */
function reached(from: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(from)) return seen;
  seen.add(from);
  for (const [, name] of loaded(from).matchAll(/^from \.(\w+) import/gm)) reached(name!, seen);
  return seen;
}

/** The text of a module without what only a type checker sees. */
const loaded = (name: string): string =>
  readFileSync(join(RUNNER, `${name}.py`), 'utf8').replace(/^if TYPE_CHECKING:\n(?: .*\n|\n(?= ))+/gm, '');

describe('predictions in the Python of EasyR1, which has Transformers 4 and no TRL', () => {
  const modules = [...reached('predict')];

  it('are made by a part of the runner', () => {
    expect(modules).toContain('model');
    expect(modules).not.toContain('train');
    expect(modules.length).toBeLessThan(readdirSync(RUNNER).filter((name) => name.endsWith('.py')).length);
  });

  it.each(modules)('%s imports neither TRL nor what only Transformers 5 has', (name) => {
    const text = loaded(name);
    expect(text).not.toMatch(/^\s*(?:from|import) (?:trl|datasets)\b/m);
    const names = [...text.matchAll(/^from transformers import ([\w, ]+)$/gm)].flatMap(([, list]) =>
      list!.split(',').map((one) => one.trim()),
    );
    expect(names.filter((one) => !KNOWN.includes(one))).toEqual([]);
  });
});
