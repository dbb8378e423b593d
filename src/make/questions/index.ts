export { writeQuestions } from './write';
export { writerPrompt, writerRequest, type Wish } from './prompt';
export { examOf } from './verify';
