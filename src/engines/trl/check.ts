import { readRegularText } from '../../data';
import type { Plan } from '../../plan';
import type { Problem } from '../../protocol';
import { optionProblems } from '../catalogue';
import { ENGINE_CODES, type EngineCode } from '../codes';
import { trlFaults } from './faults';
import { modelFault } from './model-folder';
import { accelerateConfig } from './options';

/** What only TRL can say of a plan before a launch: options, numbers that must fit, the model. Starts no process. */
export async function check(plan: Plan): Promise<readonly Problem[]> {
  const { curriculum } = plan;
  const place = { file: curriculum.file };
  const problem = (code: EngineCode, message: string, hint: string): Problem => ({
    code,
    severity: ENGINE_CODES[code].severity,
    message,
    hint,
    place,
  });
  const ofModel = await modelFault(curriculum.model);
  const config = accelerateConfig(curriculum);
  const found = config === undefined ? undefined : await readRegularText(config);
  return [
    ...optionProblems(plan),
    ...stageProblems(plan, problem),
    ...(ofModel === undefined ? [] : [problem('SC454', ofModel.message, ofModel.hint)]),
    ...(found === undefined || found.kind === 'text'
      ? []
      : [
          problem(
            'SC455',
            `The \`accelerate\` configuration cannot be read: ${config ?? ''} ${found.kind === 'missing' ? 'does not exist' : found.reason}`,
            'Write one with `accelerate config --config_file FILE`, or leave it out.',
          ),
        ]),
  ];
}

/** The faults of all stages, each once, with the stages that have it. */
function stageProblems(
  { curriculum, stages }: Plan,
  problem: (code: EngineCode, message: string, hint: string) => Problem,
): readonly Problem[] {
  const found = new Map<string, { readonly problem: Problem; readonly stages: string[] }>();
  for (const { id, settings, engineOptions } of stages)
    for (const { code, message, hint } of trlFaults({ settings, engineOptions }, curriculum)) {
      const key = `${code} ${message}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { problem: problem(code, message, hint), stages: [id] });
      else known.stages.push(id);
    }
  return [...found.values()].map(({ problem: one, stages: ids }) => ({
    ...one,
    message: `${one.message} (stage${ids.length === 1 ? '' : 's'} ${ids.map((id) => `\`${id}\``).join(', ')})`,
  }));
}
