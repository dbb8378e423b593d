export { armsFor, askedText, messagesFor, PROMPT_VERSION } from './prompt';
