import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of what is bundled into `dist` or lies in `node_modules`, as one text: each package's name, version
 * and licence file. `inputs` are the files that went into the bundles. Throws for a package without a licence.
 */
export function notices(inputs: readonly string[], staged: readonly string[]): string {
  const folders = new Set([...inputs.flatMap((file) => packageFolder(file) ?? []), ...staged]);
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly version: string;
      readonly license?: string;
    };
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim();
    if (text === undefined && license === undefined) throw new Error(`${name} names no licence.`);
    return `${name} ${version} (${license ?? 'see below'})\n\n${text ?? ''}`.trim();
  });
  const rule = `\n\n${'-'.repeat(79)}\n\n`;
  return `Stagecraft contains the following packages.${rule}${parts.join(rule)}\n`;
}

/** The folder of the package that a bundled file belongs to; nothing for our own files. */
function packageFolder(file: string): string | undefined {
  const at = file.lastIndexOf('node_modules/');
  if (at === -1) return undefined;
  const [first = '', second = ''] = file.slice(at + 'node_modules/'.length).split('/');
  const folder = `${file.slice(0, at)}node_modules/${first.startsWith('@') ? `${first}/${second}` : first}`;
  return existsSync(join(folder, 'package.json')) ? folder : undefined;
}
