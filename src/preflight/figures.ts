/** Bytes for people, such as `3.4 MB`, `1.2 GB`: decimal units, as disks and file managers count. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** GiB, as `nvidia-smi` and CUDA count, of MiB. */
export const gib = (mib: number): string => `${(mib / 1024).toFixed(1)} GiB`;

/** A count with what is counted: `1 stage`, `3 stages`. */
export const counted = (n: number, what: string): string =>
  `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`;
