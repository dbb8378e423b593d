/** Characters of one text that are sent to a reader. */
const LONGEST = 200_000;

/** A text no longer than a reader takes; what was cut says so at its end. */
export function cutText(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}\n[cut: ${text.length - longest} more characters]`;
}
