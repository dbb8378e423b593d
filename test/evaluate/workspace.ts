import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { notRun } from '../not-run';
import { discard } from '../fixtures/discard';

const FIXTURES = resolve(__dirname, '..', 'fixtures', 'evaluate');

/** Stand-ins for programs that this machine has not: a checkout of VLMEvalKit, and a folder with `vllm`. */
export const STAND_INS = {
  vlmevalkit: join(FIXTURES, 'stand-in-vlmevalkit'),
  server: join(FIXTURES, 'stand-in-server'),
} as const;

/** A Python of this machine, for the stand-ins: standard library only. */
export function plainPython(): string | undefined {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'python3'))
    .find((path) => existsSync(path));
  if (found === undefined || process.platform === 'win32') {
    notRun('evaluations with stand-ins need Python 3 on the path of a POSIX system');
    return undefined;
  }
  return found;
}

export interface Workspace {
  readonly root: string;
  readonly file: string;
  readonly model: string;
  /** Each question that the stand-in server was asked. */
  asked(): readonly Question[];
  remove(): void;
}

export interface Question {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly key: string | null;
}

/** A workspace with a curriculum, a prompt, and a model folder that only looks like one. */
export function workspace(python: string, evaluate: string, more = ''): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft evaluate '));
  mkdirSync(join(root, '.stagecraft'));
  const model = join(root, 'model');
  mkdirSync(model);
  writeFileSync(join(model, 'config.json'), '{}');
  writeFileSync(join(model, 'model.safetensors'), 'weights');
  writeFileSync(join(root, 'd.jsonl'), '{"problem":"1+1","answer":"2"}\n');
  writeFileSync(join(root, 'think.jinja'), '{{ content | trim }}\nThink first.\n');
  const file = join(root, 'a.curriculum.yaml');
  writeFileSync(
    file,
    `curriculum: 1
name: small
model: qwen3-vl-8b
engine: trl
prompt: think.jinja
datasets: { d: { capability: perception, train: d.jsonl } }
stages: [{ id: see, data: d }]
${more}evaluate:
  python: ${python}
  home: ${STAND_INS.vlmevalkit}
${evaluate.replaceAll(/^(?=.)/gm, '  ')}
`,
  );
  const log = join(root, 'asked.jsonl');
  return {
    root,
    file,
    model,
    asked: () =>
      (existsSync(log) ? readFileSync(log, 'utf8') : '')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Question),
    remove: () => discard(root),
  };
}

/** The environment in which the stand-in server is found and notes what it is asked. */
export const standInEnvironment = ({ root }: Pick<Workspace, 'root'>): Readonly<Record<string, string>> => ({
  PATH: `${STAND_INS.server}${delimiter}${process.env.PATH ?? ''}`,
  STAND_IN_ASKED: join(root, 'asked.jsonl'),
});
