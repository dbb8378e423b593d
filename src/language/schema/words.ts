/** The paper's three capabilities, in the order in which they are trained. */
export const CAPABILITIES = ['perception', 'textual-reasoning', 'visual-reasoning'] as const;

export const CAPABILITY_ORDERS = ['staged', 'ordered', 'merged'] as const;
export type CapabilityOrder = (typeof CAPABILITY_ORDERS)[number];

export const DIFFICULTY_ORDERS = ['none', 'easy-to-hard', 'hard-to-easy'] as const;
export type DifficultyOrder = (typeof DIFFICULTY_ORDERS)[number];

export const AUDIT_METHODS = ['counterfactual', 'judge', 'human'] as const;
export type AuditMethod = (typeof AUDIT_METHODS)[number];

export const EVALUATORS = ['vlmevalkit'] as const;
export type Evaluator = (typeof EVALUATORS)[number];

/** Programs that serve a trained model to an evaluator. */
export const MODEL_SERVERS = ['vllm', 'lmdeploy'] as const;
export type ModelServer = (typeof MODEL_SERVERS)[number];

/** How a served model is spoken to. */
export const ENDPOINT_APIS = ['openai', 'anthropic'] as const;
export type EndpointApi = (typeof ENDPOINT_APIS)[number];
