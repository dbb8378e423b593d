import type { Field, Fields } from './shape';
import { ENDPOINT_APIS } from './words';

export const PRICE_KEYS: Fields = {
  input: {
    kind: 'number',
    min: 0,
    required: true,
    doc: 'Of a million tokens that are sent.',
    example: '0.8',
  },
  output: {
    kind: 'number',
    min: 0,
    required: true,
    doc: 'Of a million tokens that are answered.',
    example: '4',
  },
};

const price: Field = {
  kind: 'record',
  keys: PRICE_KEYS,
  doc: 'Price per million tokens, in any currency: costs are then told before and while a model is asked.',
  absent: 'only tokens are counted',
  example: '{ input: 0.8, output: 4 }',
};

/** The keys of an endpoint that are single values. */
export const ENDPOINT_KEYS = {
  url: {
    kind: 'string',
    content: 'url',
    required: true,
    doc: 'Base address of the server, with or without `/v1`: vLLM, SGLang, LMDeploy, Ollama, `transformers serve`, or a provider.',
    example: 'http://127.0.0.1:8000/v1',
  },
  model: {
    kind: 'string',
    required: true,
    doc:
      'Model name that the server knows. Answers are kept by it: other weights under the same name would get the ' +
      'answers of the old ones, so serve them under another.',
    example: 'Qwen/Qwen2.5-72B-Instruct',
  },
  api: {
    kind: 'enum',
    values: ENDPOINT_APIS,
    default: 'openai',
    doc: 'How it is spoken to: OpenAI’s chat completions, which nearly every server has, or Anthropic’s messages.',
  },
  key: {
    kind: 'string',
    doc: 'Name of the environment variable (or secret of the editor) that holds the key; never the key itself.',
    absent: 'no key is sent',
    example: 'OPENAI_API_KEY',
  },
  images: {
    kind: 'boolean',
    doc: 'Whether it takes images.',
    absent: 'found out by asking',
    example: 'true',
  },
  concurrency: {
    kind: 'integer',
    min: 1,
    max: 1024,
    default: 8,
    unit: 'requests',
    doc: 'Requests in flight at a time.',
  },
  requests_per_minute: {
    kind: 'integer',
    min: 1,
    unit: 'requests',
    doc: 'Requests that are begun in a minute, evenly.',
    absent: 'as many as the server takes; what it says of its limits is obeyed',
    example: '500',
  },
  tokens_per_minute: {
    kind: 'integer',
    min: 1,
    unit: 'tokens',
    doc: 'Tokens, sent and answered together, in a minute.',
    absent: 'as many as the server takes; what it says of its limits is obeyed',
    example: '200000',
  },
  timeout: {
    kind: 'number',
    min: 0,
    exclusiveMin: true,
    max: 86_400,
    default: 300,
    unit: 'seconds',
    doc: 'How long an answer may take; then it is asked for again, three times in all.',
  },
} as const satisfies Fields;

/** `models:`, endpoints by name. */
export const ENDPOINTS: Field = {
  kind: 'dictionary',
  entry: 'endpoint name',
  value: { kind: 'record', keys: { ...ENDPOINT_KEYS, price } },
  doc: 'Endpoints of served models, named once.',
};
