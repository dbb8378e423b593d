import type { EngineName } from '../language';
import { optionProblems } from './catalogue';
import { easyr1Problems } from './easyr1';
import type { Engine } from './engine';
import { jsonLinesReader } from './json-lines';

/**
 * An engine of the language that this version cannot run yet: its check says so, so that nothing is launched. What the
 * stages write for it is checked all the same.
 */
export function unavailableEngine(name: EngineName): Engine {
  const message = `This version runs only the embedded engine, not \`${name}\``;
  const hint = 'Write `engine: embedded` to rehearse the curriculum on this machine.';
  const refuse = (): Promise<never> => Promise.reject(new Error(`${message}. ${hint}`));
  return {
    name,
    endsByUntil: true,
    check: (plan) =>
      Promise.resolve([
        { code: 'SC400', severity: 'error', message, hint, place: { file: plan.curriculum.file } },
        ...optionProblems(plan),
        ...(name === 'easyr1' ? easyr1Problems(plan) : []),
      ]),
    command: refuse,
    launch: refuse,
    predict: refuse,
    reader: jsonLinesReader,
    checkpoints: () => Promise.resolve([]),
  };
}
