import type { Plan } from '../../plan';
import type { Problem } from '../../protocol';
import { ENGINE_CODES } from '../codes';
import { easyr1Faults, type Easyr1Fault } from './faults';

/** What EasyR1 would stop at in the stages of a plan: each fault once, with the stages that have it. */
export function easyr1Problems(plan: Plan): readonly Problem[] {
  const { engine, model, file } = plan.curriculum;
  const found = new Map<string, { readonly fault: Easyr1Fault; readonly stages: string[] }>();
  for (const { id, settings, engineOptions } of plan.stages) {
    for (const fault of easyr1Faults({ settings, engineOptions, engine: engine.options, model })) {
      const key = `${fault.code} ${fault.message}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { fault, stages: [id] });
      else known.stages.push(id);
    }
  }
  return [...found.values()].map(({ fault: { code, message, hint }, stages }) => ({
    code,
    severity: ENGINE_CODES[code].severity,
    message: `${message} (stage${stages.length === 1 ? '' : 's'} ${stages.map((id) => `\`${id}\``).join(', ')})`,
    hint,
    place: { file },
  }));
}
