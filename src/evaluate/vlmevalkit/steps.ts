import { join } from 'node:path';
import { KNOWN_BENCHMARKS, type Evaluation } from '../../language';
import type { Addresses, EvaluationCommand } from '../types';
import { configText } from './config';
import type { FoundVlmEvalKit } from './find';

interface StepsRequest {
  readonly name: string;
  readonly folder: string;
  readonly evaluation: Evaluation;
  readonly maxTokens: number;
  readonly found: FoundVlmEvalKit;
  readonly at: Addresses;
}

/** What names of files say of an endpoint that judges: some names of models mean another program to VLMEvalKit. */
const JUDGE = 'judge';

/** Folder that VLMEvalKit writes into; results lie in the folder of the model's name below it. */
export const outputsOf = (folder: string): string => join(folder, 'outputs');

/**
 * The processes that run the benchmarks. With a judge it is one; without, choices and yes or no are matched exactly,
 * and of the others the answers alone are made: VLMEvalKit would otherwise ask OpenAI.
 */
export function benchmarkSteps(request: StepsRequest): readonly EvaluationCommand[] {
  const { evaluation } = request;
  const all = [...new Set(evaluation.on)];
  if (evaluation.judge !== undefined) return [step(request, all, 'judge', 'benchmarks.json')];
  const exact = all.filter((name) => isExact(name, evaluation));
  const others = all.filter((name) => !exact.includes(name));
  return [
    ...(exact.length === 0 ? [] : [step(request, exact, 'exact', 'benchmarks.json')]),
    ...(others.length === 0 ? [] : [step(request, others, 'answers', 'answers.json')]),
  ];
}

/** Choices, and yes or no; of a class that the curriculum names, its own name says it. */
function isExact(benchmark: string, { classes }: Evaluation): boolean {
  const own = Object.hasOwn(classes, benchmark) ? classes[benchmark] : undefined;
  return own === undefined ? KNOWN_BENCHMARKS.get(benchmark)?.exact === true : /MCQ|YORN/.test(own);
}

function step(
  { name, folder, evaluation, maxTokens, found, at }: StepsRequest,
  benchmarks: readonly string[],
  scoring: 'judge' | 'exact' | 'answers',
  file: string,
): EvaluationCommand {
  const config = join(folder, file);
  const outputs = outputsOf(folder);
  return {
    step: 'benchmarks',
    argv: [
      found.python, ...found.entry,
      '--config', config,
      '--work-dir', outputs,
      '--api-nproc', String(evaluation.concurrency),
      ...scoringWords(scoring, at),
      // What an earlier attempt has answered is not asked again.
      '--reuse',
    ], // prettier-ignore
    env: {
      // It would win over `--work-dir`.
      MMEVAL_ROOT: outputs,
      // The address of the model is on this machine; a proxy is for downloads.
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      http_proxy: '',
      ...(scoring === 'judge' ? { OPENAI_API_KEY: at.token } : {}),
      ...(evaluation.data === undefined ? {} : { LMUData: evaluation.data }),
    },
    cwd: folder,
    files: [{ path: config, contents: configText({ name, benchmarks, evaluation, maxTokens, at }) }],
  };
}

function scoringWords(scoring: 'judge' | 'exact' | 'answers', at: Addresses): readonly string[] {
  switch (scoring) {
    case 'judge': {
      const address = { api_base: `http://127.0.0.1:${at.judge}/v1/chat/completions`, key: at.token };
      return ['--mode', 'all', '--judge', JUDGE, '--judge-args', JSON.stringify(address)];
    }
    case 'exact':
      return ['--mode', 'all', '--judge', 'exact_matching'];
    case 'answers':
      return ['--mode', 'infer'];
  }
}
