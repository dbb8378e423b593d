import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { engineFor } from '../../../src/engines';
import { packageRoot, type EngineEvent, type Prediction, type RunEvent } from '../../../src/protocol';
import { listRuns, predictionsFile, readEvents, stageFolder } from '../../../src/runs';
import { pythonFor } from '../../python/environment';
import { endProcesses, processesMentioning } from '../../fixtures/runs/processes';
import { QUIET, trlCurriculum, writeTinyRows } from './project';
import { discard } from '../../fixtures/discard';

// The whole path with the real library: command line, supervisor, TRL, predictions, counterfactual audit, report.
const python = pythonFor('a run of the TRL engine from start to audit');
const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-trl-run-')));
const run = promisify(execFile);
const example = join(packageRoot(), 'examples', 'shape-math');

afterAll(async () => {
  endProcesses(await processesMentioning(root));
  discard(root);
});

describe.runIf(python !== undefined)('a run with TRL', () => {
  it('trains by examples until a metric says so, then by reward, and ends with an audit', async () => {
    mkdirSync(join(root, '.stagecraft'));
    for (const name of ['data', 'prompts'])
      cpSync(join(example, name), join(root, name), { recursive: true });
    writeTinyRows(root);
    const env = { ...process.env, ...QUIET, STAGECRAFT_QUEUE: join(root, 'queue'), NO_COLOR: '1' };
    const models = join(packageRoot(), 'scripts', 'python', 'make_tiny_trl.py');
    await run(python ?? '', [models, join(root, 'models'), 'qwen2_5_vl'], { env });
    const file = join(root, 'tiny.curriculum.yaml');
    const engine = `{ trl: { python: ${python ?? ''} } }`;
    writeFileSync(file, trlCurriculum({ name: 'tiny', engine, model: './models/qwen2_5_vl' }));

    const cli = join(packageRoot(), 'dist', 'stagecraft.cjs');
    const { stdout } = await run(process.execPath, [cli, 'run', file, '--workspace', root], {
      env,
      timeout: 280_000,
    });
    const [reading] = await listRuns(root);
    if (reading?.ok !== true) throw new Error(stdout);
    const { dir, stages, state, reason } = reading.run;
    expect(state, `${reason ?? ''}\n${stdout}`).toBe('done');
    expect(stages.map(({ id, state: now }) => [id, now])).toEqual([
      ['learn', 'done'],
      ['see', 'done'],
      ['predict', 'done'],
      ['audit', 'done'],
    ]);

    // `until` was seen by the supervisor, and the stage ended with a checkpoint that the next started from.
    const events = await readEvents(dir);
    const of = <T extends EngineEvent['type']>(
      stage: string,
      type: T,
    ): readonly Extract<RunEvent, { type: T }>[] =>
      events.filter(
        (event): event is Extract<RunEvent, { type: T }> => event.stage === stage && event.type === type,
      );
    const [learned] = of('learn', 'finished');
    expect(learned).toMatchObject({ reason: 'until' });
    expect(learned!.step).toBeLessThan(200);
    const losses = of('learn', 'metric').flatMap(({ values }) => values.loss ?? []);
    expect(losses.findIndex((loss) => loss < 0.9)).toBeGreaterThan(0);
    const spec = JSON.parse(readFileSync(join(stageFolder(dir, 'see'), 'trl.json'), 'utf8')) as {
      readonly checkpoint: string;
    };
    expect(spec.checkpoint).toBe(
      join(stageFolder(dir, 'learn'), 'checkpoints', `checkpoint-${learned!.step}`),
    );

    // GRPO: our names of metrics, a gradient, scored checkpoints, responses to be read.
    const seen = of('see', 'metric').map(({ values }) => values);
    const names = new Set(seen.flatMap((values) => Object.keys(values)));
    for (const name of ['reward', 'accuracy', 'kl', 'loss', 'live_groups', 'val_reward', 'val_accuracy'])
      expect(names).toContain(name);
    expect(Math.max(...seen.map(({ grad_norm: norm }) => norm ?? 0))).toBeGreaterThan(0);
    expect(of('see', 'sample').length).toBeGreaterThan(0);
    const checkpoints = await engineFor('trl').checkpoints(stageFolder(dir, 'see'));
    expect(checkpoints.map(({ step }) => step)).toEqual([1, 2]);
    expect(checkpoints.every(({ score }) => typeof score === 'number')).toBe(true);

    const predictions = readFileSync(predictionsFile(dir, 'see'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Prediction);
    expect(predictions).toHaveLength(4 * 5);
    expect(predictions.every(({ samples }) => samples.length === 4)).toBe(true);
    expect(existsSync(join(dir, 'report.html'))).toBe(true);
    expect(stdout).toMatch(/4 items from 20 predictions/);
  }, 300_000);
});
