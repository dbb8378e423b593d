/** A trace of about so many characters; no two formulas are the same. */
export const trace = (characters: number, seed: number): string => {
  let text = '';
  for (let i = 0; text.length < characters; i++)
    text +=
      `**Step ${i}.** The side is \\(x_{${i}} = \\frac{${i + seed}}{2}\\) and the angle at B looks right in the image. ` +
      `So we have $a_{${i}}^2 + ${seed} = c$, which is more than before; the label says ${i} cm and nothing else is drawn there.\n\n` +
      (i % 5 === 4 ? `\\[ s = \\sqrt{${i}^2 + ${seed}^2} \\]\n\n- one\n- two\n\n` : '');
  return text;
};
