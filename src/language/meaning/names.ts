const ALLOWED = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;
/** Names that Windows gives to devices, with or without an extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Why a name cannot be a folder on every system, or nothing when it can. */
export function nameFault(name: string): string | undefined {
  if (DEVICE.test(name)) return 'Windows keeps this name for a device';
  if (ALLOWED.test(name)) return undefined;
  if (name.length > 64) return 'it is longer than 64 characters';
  if (/^[.-]/.test(name)) return 'it starts with a dot or a dash';
  if (name.endsWith('.')) return 'it ends in a dot';
  const odd = /[^A-Za-z0-9._-]/u.exec(name)?.[0];
  return odd === undefined ? 'it is empty' : `it has ${odd === ' ' ? 'a space' : `the character \`${odd}\``}`;
}

/** The nearest allowed name, else `other`: for hints, and so that a folder's name is safe whatever the file says. */
export function safeName(name: string, other = 'unnamed'): string {
  const clean = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 64)
    .replace(/[.-]+$/, '');
  if (clean === '') return other;
  return DEVICE.test(clean) ? `_${clean}`.slice(0, 64) : clean;
}
