/**
 * Text of a file or a run, for a place where the editor would find icons (`$(name)`) or links (`[text](command:x)`) in
 * it: the same words, without their effect, on one line and of bounded length.
 */
export function plainText(text: string, most = 400): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('$(', '$\u200b(')
    .replaceAll('](', ']\u200b(')
    .trim();
  return line.length > most ? `${line.slice(0, most)}...` : line;
}
