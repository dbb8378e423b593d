/** A question as people read it: the marks that stand for its images are for the model. */
export const asRead = (question: string): string => question.replaceAll('<image>', '').trim();
