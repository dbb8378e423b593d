import { readFileSync } from 'node:fs';

/** The parts of `package.json` that the tests look at. */
export interface PackageManifest {
  readonly main: string;
  readonly icon: string;
  readonly l10n: string;
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
    readonly taskDefinitions: readonly {
      readonly type: string;
      readonly required: readonly string[];
      readonly properties: Readonly<Record<string, unknown>>;
    }[];
    readonly problemMatchers: readonly { readonly pattern: { readonly regexp: string } }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly completionEvents: readonly string[];
        readonly media: { readonly svg: string };
      }[];
    }[];
    readonly [point: string]: unknown;
  };
}

export interface SettingSchema {
  readonly type: string;
  readonly scope?: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

export const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as PackageManifest;
export const manifestTexts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

/** Every string in a JSON value, at any depth. */
export function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
