/** Only what the editor has made an address of can be shown. */
export const isShowable = (file: string): boolean =>
  /^(?:https?|vscode-[\w-]+|blob):|^data:image\//.test(file);

/** The last part of a path or an address, for a person. */
export function addressName(file: string): string {
  const { searchParams } = URL.canParse(file) ? new URL(file) : { searchParams: undefined };
  const path = searchParams?.get('path') ?? file.split(/[?#]/)[0] ?? file;
  const name = path.split(/[/\\]/).at(-1) ?? path;
  try {
    return decodeURIComponent(name).slice(0, 120);
  } catch {
    return name.slice(0, 120);
  }
}
