export { armsFor, askedText, messagesFor, PROMPT_VERSION } from './prompt';
export { problemOf, trainedText } from './problem';
