const began = performance.now();

/** One line of the harness's own voice, with the seconds since it began. */
export function say(line: string): void {
  console.log(`[vscode ${((performance.now() - began) / 1000).toFixed(1).padStart(5)}s] ${line}`);
}
