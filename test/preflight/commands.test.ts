import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandText, stageCommands } from '../../src/preflight';
import { openWorkshop, type Workshop } from '../plan/workshop';

let shop: Workshop;
beforeAll(async () => void (shop = await openWorkshop()));
afterAll(() => shop.close());

const ROWS = Array.from({ length: 64 }, (_, i) => ({ problem: `${i}?`, answer: String(i) }));
const curriculum = (engine: string): string => `curriculum: 1
name: shown
model: qwen3-vl-8b
engine: ${engine}
reward: boxed-answer
datasets: { sums: { capability: textual-reasoning, train: data/sums.jsonl } }
stages: [{ id: think, data: sums }]
`;

describe.each(['trl', 'easyr1'])('the shown command of %s', (engine) => {
  const shown = async (options: Parameters<typeof stageCommands>[1]) => {
    shop.rows('data/sums.jsonl', ROWS);
    const plan = await shop.planned(curriculum(engine));
    const [command] = await stageCommands(plan, options);
    return { plan, argv: command?.argv ?? [], files: (command?.files ?? []).map(({ path }) => path) };
  };

  it('has the interpreter that its run would be told of, by the environment that is handed over', async () => {
    const python = '/opt/some where/bin/python';
    expect((await shown({ env: { STAGECRAFT_PYTHON: python } })).argv[0]).toBe(python);
    const chosen = { STAGECRAFT_EDITOR_PYTHON: '/chosen/bin/python' };
    expect((await shown({ env: chosen })).argv[0]).toBe('/chosen/bin/python');
    const named = { ...chosen, STAGECRAFT_PYTHON: python };
    expect((await shown({ env: named })).argv[0]).toBe(python);
    expect((await shown({ env: {} })).argv[0]).toMatch(/^python/);
  });

  it('has the files where the runs of the workspace lie', async () => {
    const root = join('/', 'work', 'space');
    const { files, plan } = await shown({ root });
    expect(files.length).toBeGreaterThan(0);
    for (const path of files) expect(path.startsWith(join(root, '.stagecraft', 'runs', 'RUN'))).toBe(true);
    expect(await commandText(plan, { root })).toContain(join(root, '.stagecraft'));
  });
});
