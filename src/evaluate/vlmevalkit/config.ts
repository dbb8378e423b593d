import { KNOWN_BENCHMARKS, type Evaluation } from '../../language';
import { EvaluateError } from '../error';
import { SERVED_NAME, type Addresses } from '../types';

interface ConfigRequest {
  /** Names the files of the results. */
  readonly name: string;
  readonly benchmarks: readonly string[];
  readonly evaluation: Pick<Evaluation, 'classes' | 'temperature'>;
  readonly maxTokens: number;
  readonly at: Addresses;
}

/** Seconds that an answer may take: a long trace on a busy server. */
const TIMEOUT = 1800;
const RETRIES = 5;

/**
 * What VLMEvalKit takes as `--config`: the model as one that is asked at an address of this machine (its class
 * `GPT4V` speaks OpenAI's chat completions to any), and each benchmark with its class. Throws an `EvaluateError` for a
 * benchmark whose class is not known.
 */
export function configText({ name, benchmarks, evaluation, maxTokens, at }: ConfigRequest): string {
  const model = {
    class: 'GPT4V',
    model: SERVED_NAME,
    api_base: `http://127.0.0.1:${at.relay}/v1/chat/completions`,
    key: at.token,
    temperature: evaluation.temperature,
    max_tokens: maxTokens,
    img_detail: 'high',
    retry: RETRIES,
    timeout: TIMEOUT,
    verbose: false,
  };
  const data = Object.fromEntries(
    benchmarks.map((dataset) => [dataset, { class: classOf(dataset, evaluation), dataset }]),
  );
  return `${JSON.stringify({ model: { [name]: model }, data }, null, 2)}\n`;
}

function classOf(benchmark: string, { classes }: Pick<Evaluation, 'classes'>): string {
  const own = Object.hasOwn(classes, benchmark) ? classes[benchmark] : KNOWN_BENCHMARKS.get(benchmark)?.class;
  if (own !== undefined) return own;
  throw new EvaluateError(
    `\`${benchmark}\` is no benchmark that is known of VLMEvalKit.`,
    `Correct its name in \`evaluate: on\`, or say its class: \`classes: { ${benchmark}: CustomVQADataset }\`.`,
  );
}
