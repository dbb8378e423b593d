const LETTERS = /\p{L}/gu;
const LATIN = /\p{Script=Latin}/gu;
/** Texts with fewer letters say too little. */
const LEAST = 8;

const latinShare = (text: string): number | undefined => {
  const letters = text.match(LETTERS)?.length ?? 0;
  return letters < LEAST ? undefined : (text.match(LATIN)?.length ?? 0) / letters;
};

/** Whether a question is written in Latin letters and its caption is not, or the other way round. */
export function otherScript(question: string, caption: string): boolean {
  const [of, from] = [latinShare(question), latinShare(caption)];
  return of !== undefined && from !== undefined && Math.abs(of - from) > 0.7;
}
