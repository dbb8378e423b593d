export { requestsOf } from './estimate';
export {
  judgeItems,
  judgeWork,
  type AuditProgress,
  type JudgeOutcome,
  type JudgeRequest,
  type JudgeWork,
} from './judge';
export { MAX_TOKENS, PASSES } from './ask';
export { judgePrompt } from './prompt';
export { traceOf } from './trace';
