export { findBoxes, type Boxes } from './boxed';
export { choiceOf, letterOf, optionText } from './choice';
export { equalAnswers, MEANS, type EqualOptions, type Means } from './equal';
export { extractAnswer, SOURCES, type AnswerSource, type ExtractedAnswer } from './extract';
export { grade, type AnswerFormat, type Grade, type GradeOptions } from './grade';
export { gradeKind, isKind, KINDS, type Kind, type Verdict } from './kinds';
export { foldText } from './text';
