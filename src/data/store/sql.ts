/** An SQL string literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * A path as DuckDB's readers take it. They expand `*`, `?` and `[...]`, so a file whose name has one of these would
 * be read as a pattern and match its neighbours: each is put in a bracket of its own.
 */
export const pathLiteral = (path: string): string => literal(path.replace(/[*?[]/gu, '[$&]'));
