import { join } from 'node:path';
import { readRegularText } from '../../data';
import type { Plan } from '../../plan';
import type { Problem } from '../../protocol';
import { ENGINE_CODES, type EngineCode } from '../codes';
import { messageOf, UserError } from './errors';
import { parseConfig, type ModelConfig } from './model/config';
import { baseModel } from './options/base-model';
import { parseOptions } from './options/options';
import { deviceTrouble } from './runtime/devices';

/** What only the embedded engine can say of a plan before a launch. */
export async function check(plan: Plan): Promise<readonly Problem[]> {
  const problem = (code: EngineCode, message: string, hint?: string): Problem => ({
    code,
    severity: ENGINE_CODES[code].severity,
    message,
    place: { file: plan.curriculum.file },
    ...(hint === undefined ? {} : { hint }),
  });
  const problems: Problem[] = [];
  const told = new Set<string>();
  const tell = (found: Problem): void => {
    // The same option of `defaults` reaches every stage: once is enough.
    if (!told.has(found.message)) problems.push(found);
    told.add(found.message);
  };

  const bases = new Map<string, string | undefined>();
  for (const stage of plan.stages) {
    const { options, faults } = parseOptions({ ...plan.curriculum.engine.options, ...stage.engineOptions });
    for (const { kind, message, hint } of faults)
      tell(problem(kind === 'unknown' ? 'SC401' : 'SC402', message, hint));
    const device = await deviceTrouble(options.device);
    if (device !== undefined) tell(problem('SC410', device.message, device.hint));
    if (stage.settings.method === 'grpo' && stage.settings.rollouts < 2)
      tell(
        problem(
          'SC403',
          `Stage \`${stage.id}\` samples one response a prompt: GRPO has nothing to compare`,
          'Set `rollouts` to 2 or more; 8 is usual.',
        ),
      );
    const base = baseModel(plan.curriculum, options);
    bases.set(base.folder, base.standsIn);
  }
  for (const [folder, standsIn] of bases) {
    const config = await readConfig(folder);
    if (typeof config === 'string')
      tell(problem('SC411', config, 'Name a folder that the embedded engine saved, or `model: micro-vlm`.'));
    else for (const found of contextProblems(plan, config)) tell(problem('SC413', found));
    if (standsIn !== undefined)
      tell(
        problem('SC412', `The embedded engine rehearses with its micro model in place of \`${standsIn}\``),
      );
  }
  return problems;
}

/** The config of a model folder, or what is wrong with it. */
async function readConfig(folder: string): Promise<ModelConfig | string> {
  const file = join(folder, 'config.json');
  const found = await readRegularText(file);
  if (found.kind !== 'text')
    return `The base model cannot be read: ${file} ${found.kind === 'missing' ? 'does not exist' : found.reason}`;
  try {
    return parseConfig(found.text, file);
  } catch (error) {
    return error instanceof UserError ? error.message : `The base model cannot be read: ${messageOf(error)}`;
  }
}

function contextProblems(plan: Plan, config: ModelConfig): readonly string[] {
  return plan.stages.flatMap(({ id, settings }) => {
    const { max_prompt_length: prompt, max_response_length: response } = settings;
    if (prompt + response <= config.text) return [];
    return [
      `Stage \`${id}\` asks for ${prompt} + ${response} tokens of prompt and response, the micro model reads ${config.text}: prompts are cut at their start where needed`,
    ];
  });
}
