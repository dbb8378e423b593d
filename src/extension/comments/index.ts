export { browseFailuresHere } from './commands';
export { asMarkdown } from './escape';
export { failureText, verdictText } from './failure-text';
export { failureWords, type FailureThread } from './thread';
export { failureThreads, type FailureThreads } from './threads';
