/** One start of VS Code with one suite of tests in its extension host. */
export interface Session {
  readonly name: string;
  /** The opened folder; the tests may change it. */
  readonly folder: string;
  /** Folder of the extension under development. The web workbench takes one, no more. */
  readonly extension: string;
  /** Folder of installed extensions; absent: none. */
  readonly extensions?: string;
  /**
   * A module with `run()` that VS Code calls in the extension host. Such a window trusts every folder; one without
   * does not, and an installed extension runs the tests there.
   */
  readonly tests?: string;
  /** Given to the extension host; says where the results go. */
  readonly env: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** File in which its tests ask for keys to be pressed in the window. */
  readonly keys: string;
  readonly timeoutMs: number;
}

/** A real VS Code of one kind. */
export interface Host {
  /**
   * Starts VS Code and returns when `finished` or when VS Code itself ends. What the tests found is in their own
   * results file and nowhere else: a window whose extension host has died reports success. Throws on a timeout.
   */
  run(session: Session, finished: Promise<void>): Promise<void>;
  /** Installs a packaged extension into an empty folder of extensions. */
  install(vsix: string, extensions: string): Promise<void>;
  /** Ends what the host itself keeps running. */
  close(): Promise<void>;
}
