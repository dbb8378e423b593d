export { answerQuestions } from './answer-questions';
export { answerFileOf, answerFiles } from './files';
export { givenOf, parseAnswer } from './line';
export { outcomeOf, type Judged } from './outcome';
export { questionsOf } from './questions';
