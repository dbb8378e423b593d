export { guessTokens, Limits, type LimitSettings } from './limits';
export { Gate } from './gate';
