import { lookForEnginePython, runBriefly } from '../../../engines';
import { preflightProblem } from '../../codes';
import { looked, type Looked } from '../result';
import { runsElsewhere, valuesOf, type Surroundings } from './input';

const TITLE = 'Packages that break a run';
/** It imports torch, from a cold disk. */
const PATIENCE_MS = 60_000;

/**
 * flash-attn that does not fit the torch beside it, and deepspeed beside EasyR1: both are installed without a word and
 * end a run minutes after its start. Imports flash-attn in the run's interpreter, where the run would.
 */
export async function checkPackagesThatBreak(at: Surroundings): Promise<readonly Looked[]> {
  const { plan, root, locate } = at;
  if (plan.curriculum.engine.name === 'embedded' || runsElsewhere(at)) return [];
  const look = await lookForEnginePython(plan, root);
  if (look?.kind !== 'found') return [];
  const { command } = look.environment;
  const has = await installed(command);
  const problems = [];
  if (plan.curriculum.engine.name === 'easyr1' && has.includes('deepspeed'))
    problems.push(
      preflightProblem(
        'deepspeed',
        locate(['engine']),
        `deepspeed is installed in ${command}, beside which EasyR1 finds no driver for Triton`,
        `Run: ${command} -m pip uninstall deepspeed`,
      ),
    );
  const wanted = has.includes('flash-attn') && usesFlashAttention(at);
  const reason = wanted ? await importFault(command) : undefined;
  if (reason !== undefined)
    problems.push(
      preflightProblem(
        'flashAttention',
        locate(['engine']),
        `flash-attn does not import in ${command}: ${reason}`,
        'It was built for another torch: install the wheel that fits this one, or use the engine’s docker image.',
      ),
    );
  if (has.length === 0 && problems.length === 0) return [];
  const told = problems.length === 0 ? `${has.join(', ')}: no trouble known` : problems[0]?.message;
  return [looked('packages', TITLE, told ?? '', problems)];
}

/** EasyR1 always asks for it, TRL where it is told to. */
const usesFlashAttention = (at: Surroundings): boolean =>
  at.plan.curriculum.engine.name === 'easyr1' ||
  valuesOf(at, 'model_init_kwargs.attn_implementation').some(({ value }) => value === 'flash_attention_2');

const PROBE = `import json
from importlib import metadata
def has(name):
    try:
        metadata.version(name)
        return True
    except Exception:
        return False
print(json.dumps([name for name in ("flash-attn", "deepspeed") if has(name)]))`;

async function installed(command: string): Promise<readonly string[]> {
  const told = await runBriefly(command, ['-c', PROBE], 8_000);
  try {
    const value: unknown = told.kind === 'said' ? JSON.parse(told.text.trim().split('\n').at(-1) ?? '') : [];
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Why it does not import; nothing when it does, or takes too long to say. */
async function importFault(command: string): Promise<string | undefined> {
  const told = await runBriefly(command, ['-c', 'import flash_attn'], PATIENCE_MS);
  return told.kind === 'failed' ? told.reason : undefined;
}
