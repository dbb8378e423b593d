import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isLocalHost, parseDataRef, presetOf, type Curriculum } from '../../../language';
import type { Place, Problem } from '../../../protocol';
import { preflightProblem } from '../../codes';
import { looked, type Looked } from '../result';
import { runsElsewhere, type Surroundings } from './input';

const TITLE = 'Hub';
const PATIENCE_MS = 4_000;
const OFFLINE = ['HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE', 'HF_DATASETS_OFFLINE'];

/** Something of the Hub that the engine's process loads by itself. */
interface Wanted {
  readonly kind: 'model' | 'dataset';
  readonly id: string;
  readonly place: Place;
}

/**
 * Models and datasets of the Hub that the run would download: not there, gated, or out of reach. What is in the cache
 * is not asked for. The address is the one that the run would use (`HF_ENDPOINT`).
 */
export async function checkHub(at: Surroundings): Promise<readonly Looked[]> {
  const { env } = at;
  if (isOn(env.USE_MODELSCOPE_HUB) || runsElsewhere(at)) return [];
  const wanted = wantedOf(at).filter((one) => !isCached(one, env));
  if (wanted.length === 0) return [];
  const offline = OFFLINE.find((name) => isOn(env[name]));
  const told = await Promise.all(
    wanted.map(async (one) =>
      offline === undefined
        ? problemOf(one, await ask(one, env), env)
        : preflightProblem(
            'hub',
            one.place,
            `The ${one.kind} ${one.id} is not in the cache (${cacheOf(env)}), and ${offline} forbids downloads`,
            `Download it where there is a network, or unset ${offline}.`,
            'error',
          ),
    ),
  );
  const problems = told.filter((one): one is Problem => one !== undefined);
  const detail = problems[0]?.message ?? `${wanted.map(({ id }) => id).join(', ')}: to be downloaded`;
  return [looked('engine', TITLE, detail, problems)];
}

/** The model, and validation rows that a stage names by a Hub id. */
function wantedOf({ plan, stages, locate }: Surroundings): readonly Wanted[] {
  const { curriculum } = plan;
  if (curriculum.engine.name === 'embedded') return [];
  const model = modelOf(curriculum);
  const validation = stages.flatMap(({ id, settings }): readonly Wanted[] => {
    const ref = settings.validate === undefined ? undefined : parseDataRef(curriculum, settings.validate);
    return ref?.kind === 'hub'
      ? [{ kind: 'dataset', id: ref.id, place: locate(['stages', id, 'validate']) }]
      : [];
  });
  const all: readonly Wanted[] =
    model === undefined
      ? validation
      : [{ kind: 'model', id: model, place: locate(['model']) }, ...validation];
  return all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index);
}

function modelOf({ model }: Curriculum): string | undefined {
  if (model.kind === 'hub') return model.id;
  return model.kind === 'preset' ? presetOf(model.name)?.hub : undefined;
}

type Answer = 'there' | 'not there' | 'key missing' | 'no access' | { readonly unreachable: string };

async function ask({ kind, id }: Wanted, env: NodeJS.ProcessEnv): Promise<Answer> {
  const file = `${endpointOf(env)}/${kind === 'dataset' ? `datasets/${id}/resolve/main/README.md` : `${id}/resolve/main/config.json`}`;
  if (!URL.canParse(file)) return { unreachable: 'HF_ENDPOINT is no address' };
  const url = new URL(file);
  const token = url.protocol === 'https:' || isLocalHost(url) ? tokenOf(env) : undefined;
  try {
    const reply = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
    if (reply.status < 400 || reply.headers.get('x-error-code') === 'EntryNotFound') return 'there';
    // The Hub says 401 of what is not there as well, to whoever is not logged in.
    if (reply.status === 401) return token === undefined ? 'key missing' : 'no access';
    if (reply.status === 403) return 'no access';
    if (reply.status === 404) return 'not there';
    return { unreachable: `status ${reply.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { unreachable: cause instanceof Error ? cause.message : String(cause) };
  }
}

function problemOf({ kind, id, place }: Wanted, answer: Answer, env: NodeJS.ProcessEnv): Problem | undefined {
  const at = endpointOf(env);
  switch (answer) {
    case 'there':
      return undefined;
    case 'not there':
      return preflightProblem('hub', place, `There is no ${kind} ${id} at ${at}`, 'Correct the id, or name a folder.', 'error'); // prettier-ignore
    case 'key missing':
      return preflightProblem(
        'hub',
        place,
        `The ${kind} ${id} is gated or is not at ${at}: it asks for a login`,
        'Accept its conditions on its page, then set HF_TOKEN; or correct the id.',
        'error',
      );
    case 'no access':
      return preflightProblem(
        'hub',
        place,
        `Your token may not read the ${kind} ${id} at ${at}`,
        'Accept its conditions on its page, or use a token of an account that has.',
        'error',
      );
    default:
      return preflightProblem(
        'hub',
        place,
        `The ${kind} ${id} is not in the cache, and ${at} cannot be reached: ${answer.unreachable}`,
        'Name a folder, set HF_ENDPOINT to a mirror, or download it where there is a network.',
        'warning',
      );
  }
}

const endpointOf = (env: NodeJS.ProcessEnv): string =>
  (env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');

const homeOf = (env: NodeJS.ProcessEnv): string =>
  env.HF_HOME ?? join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'huggingface');

const cacheOf = (env: NodeJS.ProcessEnv): string => env.HF_HUB_CACHE ?? join(homeOf(env), 'hub');

/** Whether a snapshot of it is there, as far as its folder says. */
function isCached({ kind, id }: Wanted, env: NodeJS.ProcessEnv): boolean {
  const folder = join(cacheOf(env), `${kind}s--${id.replace('/', '--')}`, 'snapshots');
  try {
    return existsSync(folder) && readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function tokenOf(env: NodeJS.ProcessEnv): string | undefined {
  const named = env.HF_TOKEN ?? env.HUGGING_FACE_HUB_TOKEN ?? '';
  if (named !== '') return named;
  try {
    const text = readFileSync(env.HF_TOKEN_PATH ?? join(homeOf(env), 'token'), 'utf8').trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

const isOn = (value: string | undefined): boolean => /^(?:1|on|yes|true)$/i.test(value ?? '');
