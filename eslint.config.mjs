import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';
import globals from 'globals';

/**
 * The house, bottom to top. A folder may import the folders before it in this list, never one after it, and
 * always through that folder's index.ts.
 */
const layers = [
  'protocol',
  'language',
  'data',
  'rewards',
  'endpoints',
  'plan',
  'engines',
  'adopt',
  'doctor',
  'runs',
  'results',
  'audit',
  'evaluate',
  'make',
  'browse',
  'preflight',
  'trial',
  'monitor',
  'service',
  'server',
  'cli',
];

const layerRules = layers.map((layer, position) => ({
  files: [`src/${layer}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...layers.slice(position + 1).map((above) => ({
            // Only paths that leave a folder: a folder of one's own may be called like a layer.
            regex: `^(\\.\\./)+(src/)?${above}(/|$)`,
            message: `src/${layer} may not import src/${above}: imports point downward only.`,
          })),
          { group: ['vscode'], message: 'The core knows no editor: only src/extension imports vscode.' },
          { group: ['**/extension', '**/extension/**'], message: 'The core knows no editor.' },
        ],
      },
    ],
  },
}));

/**
 * The extension stands apart: it speaks with the language server and the command line as processes. From the core it
 * imports what they say to one another and the templates of new files, so that its bundle stays small and without
 * native modules.
 */
const extensionRule = {
  files: ['src/extension/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: layers
          .filter((layer) => layer !== 'protocol')
          .map((layer) => ({
            regex: layer === 'service' ? '/service(?!/templates$)' : `/${layer}(/|$)`,
            message: `src/extension may not import src/${layer}: it asks the language server or the command line.`,
          })),
      },
    ],
  },
};

/**
 * Pages know what is said between processes and nothing else of the core, and get the controls of the editor's
 * toolkit from webview/kit alone, so that a successor replaces it in one file.
 */
const webviewRules = [
  {
    files: ['webview/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/src/(?!protocol/(?:runs|audit|made|metrics|events|problem|prediction)$)',
              message:
                'A page may import only what processes say to one another: src/protocol/runs and the like.',
            },
            {
              group: ['@vscode/webview-ui-toolkit', '@vscode/webview-ui-toolkit/**'],
              message: 'Controls come from webview/kit.',
            },
          ],
        },
      ],
    },
  },
  { files: ['webview/kit/toolkit.ts'], rules: { 'no-restricted-imports': 'off' } },
];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'coverage/**',
      '**/.stagecraft/**',
      '**/.venv/**',
      '**/.venv-engines/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 500 }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
    },
  },
  ...layerRules,
  extensionRule,
  ...webviewRules,
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  prettier,
);
