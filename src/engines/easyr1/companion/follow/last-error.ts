/** The last line of a Python traceback: the exception's dotted name, and what it says. */
const EXCEPTION =
  /^((?:[A-Za-z_]\w{0,80}\.){0,8}[A-Za-z_]\w{0,80}(?:Error|Exception|Interrupt|Exit|Warning))(?::\s(.{0,2000}))?$/;
/** Ray tells a worker's exception in its own words first; the worker's own line follows. */
const RAYS_OWN = /^ray\.exceptions\.RayTaskError\b/;
const LONGEST = 500;

/** The exception that a line of a log names as the end of a traceback. */
export function errorOf(line: string): string | undefined {
  const text = line.trim();
  const match = EXCEPTION.exec(text);
  if (match === null || RAYS_OWN.test(text) || match[1]?.endsWith('Warning') === true) return undefined;
  return text.slice(0, LONGEST);
}
