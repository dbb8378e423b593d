export * from './types';
export { EndpointError, type EndpointFault } from './error';
export { openChat } from './open';
export { environmentKeys, limitsOf, modelsOf } from './models';
export { measuredTokens, type MeasuredTokens } from './cache/measure';
export { baseUrl } from './url';
export { guessTokens } from './limits';
