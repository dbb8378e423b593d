import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkCurriculum } from '../../src/language';
import type { Plan, PlannedStage } from '../../src/plan';
import { checkGpus } from '../../src/preflight/checks/gpu';
import { checkHub } from '../../src/preflight/checks/surroundings/hub';
import type { Surroundings } from '../../src/preflight/checks/surroundings/input';
import { checkPackagesThatBreak } from '../../src/preflight/checks/surroundings/packages';
import { checkPlaceholders } from '../../src/preflight/checks/surroundings/placeholders';
import { checkRay } from '../../src/preflight/checks/surroundings/ray';
import { checkTrackers } from '../../src/preflight/checks/surroundings/trackers';
import type { Looked } from '../../src/preflight/checks/result';
import { gpuNeed } from '../../src/preflight/machine/need';
import { plainPython } from '../evaluate/workspace';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'stagecraft surroundings '))));
afterEach(() => {
  vi.unstubAllEnvs();
  discard(root);
});

/** A curriculum as the language reads it, with one planned stage; nothing else of a plan is looked at. */
function surroundings(
  { engine = 'easyr1', model = 'Qwen/Qwen3-VL-8B-Instruct', options = '{}', more = '' } = {},
  env: NodeJS.ProcessEnv = {},
): Surroundings {
  const file = join(root, 'a.curriculum.yaml');
  writeFileSync(
    file,
    `curriculum: 1\nmodel: ${model}\nengine: ${engine}\ndatasets: { d: { capability: perception, train: d.jsonl } }\nstages: [{ id: see, data: d, engine_options: ${options}${more} }]\n`,
  );
  const { curriculum, locate } = checkCurriculum(file);
  if (curriculum === undefined) throw new Error('the curriculum is broken');
  const stages = curriculum.stages.map(({ id, engineOptions, settings }) => ({
    id,
    engineOptions,
    settings: { gpus: 2, ...settings },
  })) as unknown as readonly PlannedStage[];
  return { plan: { curriculum, stages } as unknown as Plan, stages, locate, root, env };
}

const problems = (looks: readonly Looked[]) => looks.flatMap((look) => look.problems);
const codes = (looks: readonly Looked[]) => problems(looks).map(({ code, severity }) => [code, severity]);

/** Somebody who listens, and where. */
async function listener(): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}
/** An address at which nobody listens any more. */
async function silence(): Promise<string> {
  const one = await listener();
  one.close();
  return one.address;
}

describe('Ray', () => {
  const fine = { openFiles: 65_535, disk: { used: 0.5, free: 1e12 } };
  const folder = () => join(root, 'ray');

  it('is fine without traces of another cluster, and none of other engines', async () => {
    expect(problems(await checkRay(surroundings(), { ...fine, folder: folder() }))).toEqual([]);
    expect(await checkRay(surroundings({ engine: 'trl' }, { RAY_ADDRESS: '10.0.0.1:1' }))).toEqual([]);
    const cluster = surroundings(
      { engine: '{ easyr1: { cluster: "http://127.0.0.1:8265" } }' },
      { RAY_ADDRESS: 'x:1' },
    );
    expect(await checkRay(cluster)).toEqual([]);
  });

  it('F46: RAY_ADDRESS names a cluster that is gone, or that would be joined', async () => {
    const gone = await silence();
    const stale = await checkRay(surroundings({}, { RAY_ADDRESS: gone }), { ...fine, folder: folder() });
    expect(codes(stale)).toEqual([['SC535', 'error']]);
    expect(problems(stale)[0]?.message).toContain(gone);
    const other = await listener();
    const joined = await checkRay(surroundings({}, { RAY_ADDRESS: `ray://${other.address}` }), { ...fine, folder: folder() }); // prettier-ignore
    other.close();
    expect(codes(joined)).toEqual([['SC535', 'warning']]);
    const nonsense = surroundings({}, { RAY_ADDRESS: 'not an address' });
    expect(codes(await checkRay(nonsense, { ...fine, folder: folder() }))).toEqual([['SC535', 'error']]);
  });

  it('F46: a cluster of before left its address', async () => {
    mkdirSync(folder());
    writeFileSync(join(folder(), 'ray_current_cluster'), `${await silence()}\n`);
    expect(codes(await checkRay(surroundings(), { ...fine, folder: folder() }))).toEqual([
      ['SC538', 'error'],
    ]);
    const other = await listener();
    writeFileSync(join(folder(), 'ray_current_cluster'), other.address);
    expect(codes(await checkRay(surroundings(), { ...fine, folder: folder() }))).toEqual([
      ['SC538', 'warning'],
    ]);
    other.close();
    // Ray's own variable says where it keeps it.
    const moved = await checkRay(surroundings({}, { RAY_TMPDIR: root }), fine);
    expect(codes(moved)).toEqual([['SC538', 'error']]);
  });

  it('F46: a full disk below its folder', async () => {
    const full = await checkRay(surroundings(), {
      ...fine,
      folder: folder(),
      disk: { used: 0.97, free: 2e9 },
    });
    expect(codes(full)).toEqual([['SC537', 'warning']]);
    expect(problems(full)[0]?.message).toMatch(/97\.0 % full \(2\.0 GB free\)/);
  });

  it('F46: few open files', async () => {
    const few = await checkRay(surroundings(), { ...fine, openFiles: 1024, folder: folder() });
    expect(codes(few)).toEqual([['SC536', 'warning']]);
    expect(problems(few)[0]?.message).toContain('1024');
    expect(
      codes(await checkRay(surroundings(), { ...fine, openFiles: undefined, folder: folder() })),
    ).toEqual([]);
  });
});

describe('trackers', () => {
  const easyr1 = (env: NodeJS.ProcessEnv, logger = '[console, wandb]') =>
    checkTrackers(surroundings({ options: `{ trainer.logger: ${logger} }` }, env), root);

  it('F48: W&B and SwanLab without a key', () => {
    expect(codes(easyr1({}))).toEqual([['SC545', 'error']]);
    expect(problems(easyr1({}))[0]?.hint).toContain('WANDB_MODE=offline');
    expect(codes(easyr1({}, '[swanlab, wandb]'))).toHaveLength(2);
    const trl = surroundings({ engine: 'trl', options: '{ report_to: wandb }' });
    expect(codes(checkTrackers(trl, root))).toEqual([['SC545', 'error']]);
  });

  it('is fine with a key, offline, with a login file, and without trackers', () => {
    expect(codes(easyr1({ WANDB_API_KEY: 'k' }))).toEqual([]);
    expect(codes(easyr1({ WANDB_MODE: 'offline' }))).toEqual([]);
    expect(codes(easyr1({}, '[console, file, tensorboard]'))).toEqual([]);
    writeFileSync(join(root, '.netrc'), 'machine api.wandb.ai\n  login user\n  password x\n');
    expect(codes(easyr1({}))).toEqual([]);
  });
});

describe('the Hub', () => {
  let server: HttpServer;
  let replies: Readonly<Record<string, readonly [number, string?]>>;
  const asked: { readonly url: string; readonly key: string | undefined }[] = [];
  let env: NodeJS.ProcessEnv;
  beforeEach(async () => {
    asked.length = 0;
    replies = {};
    server = createHttp((question, reply) => {
      asked.push({ url: question.url ?? '', key: question.headers.authorization });
      const [status, error] = replies[question.url ?? ''] ?? [404, 'RepoNotFound'];
      reply.writeHead(status, error === undefined ? {} : { 'x-error-code': error }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    env = {
      HF_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      HF_HOME: join(root, 'hf'),
    };
  });
  afterEach(() => server.close());
  const file = '/Qwen/Qwen3-VL-8B-Instruct/resolve/main/config.json';
  const look = async (more: NodeJS.ProcessEnv = {}, model?: string) =>
    checkHub(surroundings(model === undefined ? {} : { model }, { ...env, ...more }));

  it('F49: a model that is there, also by the name of a preset', async () => {
    replies = { [file]: [307] };
    expect(codes(await look())).toEqual([]);
    expect(codes(await look({}, 'qwen3-vl-8b'))).toEqual([]);
    expect(asked.map(({ url }) => url)).toEqual([file, file]);
  });

  it('F49: one that is not there, gated, or closed to the token', async () => {
    expect(problems(await look())[0]).toMatchObject({ code: 'SC546', severity: 'error' });
    replies = { [file]: [401, 'GatedRepo'] };
    expect(problems(await look())[0]?.hint).toContain('HF_TOKEN');
    replies = { [file]: [403, 'GatedRepo'] };
    expect(problems(await look({ HF_TOKEN: 'hf_x' }))[0]?.message).toContain('Your token may not read');
    expect(asked.at(-1)?.key).toBe('Bearer hf_x');
  });

  it('F49: downloads that are forbidden, unless the cache has it', async () => {
    const offline = { HF_HUB_OFFLINE: '1' };
    expect(problems(await look(offline))[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('HF_HUB_OFFLINE') as string,
    });
    mkdirSync(join(root, 'hf', 'hub', 'models--Qwen--Qwen3-VL-8B-Instruct', 'snapshots', 'abc'), {
      recursive: true,
    });
    expect(await look(offline)).toEqual([]);
    expect(await look()).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('F49: a Hub out of reach is a warning, and so are validation rows', async () => {
    const unreachable = await look({ HF_ENDPOINT: `http://${await silence()}` });
    expect(codes(unreachable)).toEqual([['SC546', 'warning']]);
    replies = { [file]: [200] };
    const rows = await checkHub(surroundings({ more: ', validate: hiyouga/geometry3k@test' }, env));
    expect(problems(rows)[0]?.message).toContain('There is no dataset hiyouga/geometry3k');
  });
});

describe('paths', () => {
  it('F49: placeholders of published scripts', () => {
    const at = surroundings({
      model: '/path/to/model',
      options: '{ trainer.val_generations_file: /path/to/x }',
    });
    expect(codes(checkPlaceholders(at))).toEqual([
      ['SC547', 'error'],
      ['SC547', 'error'],
    ]);
    expect(checkPlaceholders(surroundings({ model: './models/pathto' }))).toEqual([]);
  });

  it('F49: a split behind a local file', () => {
    const file = join(root, 'b.curriculum.yaml');
    writeFileSync(
      file,
      'curriculum: 1\nmodel: qwen3-vl-8b\nengine: easyr1\ndatasets: { d: { capability: perception, train: data/d.jsonl@test } }\nstages: [{ id: see, data: d, validate: data/v.parquet@val }]\n',
    );
    const found = checkCurriculum(file).problems.filter(({ code }) => code === 'SC237');
    expect(found.map(({ severity, hint }) => [severity, hint?.includes('Write `data/')])).toEqual([
      ['error', true],
      ['error', true],
    ]);
  });
});

const python = plainPython();
describe.skipIf(python === undefined)('packages that break a run', () => {
  /** A package of the given name that pip would list; importing it runs `code`. */
  function plant(name: string, code: string): void {
    const folder = join(root, 'site');
    const module = name.replaceAll('-', '_');
    mkdirSync(join(folder, module), { recursive: true });
    mkdirSync(join(folder, `${module}-1.0.dist-info`));
    writeFileSync(join(folder, module, '__init__.py'), code);
    writeFileSync(
      join(folder, `${module}-1.0.dist-info`, 'METADATA'),
      `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    );
    vi.stubEnv('PYTHONPATH', [folder, process.env.PYTHONPATH].filter(Boolean).join(delimiter));
  }
  beforeEach(() => vi.stubEnv('STAGECRAFT_PYTHON', python));
  const broken = 'raise ImportError("flash_attn_2_cuda.so: undefined symbol: _ZN3c10")';

  it('F44: flash-attn that does not import', async () => {
    plant('flash-attn', broken);
    const looks = await checkPackagesThatBreak(surroundings());
    expect(codes(looks)).toEqual([['SC534', 'error']]);
    expect(problems(looks)[0]?.message).toContain('undefined symbol: _ZN3c10');
    // TRL imports it only where it is told to.
    expect(codes(await checkPackagesThatBreak(surroundings({ engine: 'trl' })))).toEqual([]);
    const asked = '{ model_init_kwargs.attn_implementation: flash_attention_2 }';
    expect(codes(await checkPackagesThatBreak(surroundings({ engine: 'trl', options: asked })))).toEqual([
      ['SC534', 'error'],
    ]);
  });

  it('F47: deepspeed beside EasyR1, and nothing of one that works', async () => {
    plant('flash-attn', '');
    expect(codes(await checkPackagesThatBreak(surroundings()))).toEqual([]);
    plant('deepspeed', '');
    expect(codes(await checkPackagesThatBreak(surroundings()))).toEqual([['SC539', 'warning']]);
    expect(codes(await checkPackagesThatBreak(surroundings({ engine: 'trl' })))).toEqual([]);
  });
});

describe('GPUs that Ray sees', () => {
  const gpu = (index: number) => ({ index, name: 'G', memoryUsed: 0, memoryTotal: 80_000, use: 0 });

  it('F45: nodes x gpus on this one machine, and those that CUDA_VISIBLE_DEVICES hides', () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '0');
    const { plan, stages } = surroundings({ engine: '{ easyr1: { nodes: 2 } }' });
    const need = gpuNeed(plan, stages);
    expect(need).toMatchObject({ kind: 'gpus', count: 4 });
    const { problems: found } = checkGpus({
      need,
      look: { kind: 'seen', gpus: [gpu(0)], hidden: 3 },
      place: { file: 'x' },
    });
    expect(found[0]).toMatchObject({ code: 'SC521', severity: 'error' });
    expect(found[0]?.message).toContain('CUDA_VISIBLE_DEVICES=0 hides 3');
  });
});
