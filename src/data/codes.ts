interface CodeDoc {
  readonly title: string;
  readonly explanation: string;
}

/** Problems of expressions (`SC25x`) and of data (`SC3xx`): what each code means, for people. */
export const DATA_CODES = {
  SC250: {
    title: 'Expression is not SQL',
    explanation: 'A `where`, `order` or `until` text must be one SQL expression that DuckDB can parse.',
  },
  SC251: {
    title: 'Unknown column or metric',
    explanation:
      '`where` and `order` may name the columns of the data file; `until` may name the metrics that engines report.',
  },
  SC252: {
    title: 'Not allowed in an expression',
    explanation:
      'Expressions compare, combine and compute values of one row. Subqueries, aggregates, windows, parameters, lambdas and file functions are refused.',
  },
  SC253: {
    title: 'Unknown or refused function',
    explanation:
      'Only the documented list of functions may be called; none of them reads files or has side effects.',
  },
  SC254: {
    title: 'Types do not fit',
    explanation: 'A value is compared or combined with one of another type, such as a number with a text.',
  },
  SC255: {
    title: 'Not a condition',
    explanation: '`where` and `until` must be true or false for a row.',
  },
  SC256: {
    title: 'Empty expression',
    explanation: 'The key is there but says nothing; remove it or write a condition.',
  },
  SC257: {
    title: 'Expression too large',
    explanation: 'An expression may have 10,000 characters and 100 levels.',
  },
  SC300: {
    title: 'File cannot be read',
    explanation:
      'A data file or the prompt is missing, is a folder, may not be read, or is not of its format.',
  },
  SC301: {
    title: 'Outside the declared folders',
    explanation:
      'Data, images, the prompt and reward functions are read only from the workspace, the folder of the curriculum, and the folders that it declares under `folders`. Symbolic links are followed before the test.',
  },
  SC302: {
    title: 'Dataset on the Hub',
    explanation: 'Rows of a Hub dataset are not on this machine, so they cannot be checked before the run.',
  },
  SC303: {
    title: 'Unknown data format',
    explanation: 'Stagecraft reads .jsonl, .ndjson, .json, .csv, .tsv and .parquet files.',
  },
  SC304: {
    title: 'Missing column',
    explanation: 'A dataset needs a question and an answer (or response) column.',
  },
  SC305: { title: 'No rows', explanation: 'The data file holds no row.' },
  SC306: {
    title: 'Byte order mark',
    explanation:
      'The file starts with the bytes EF BB BF. DuckDB, Python’s json and the training engines refuse such a JSON file.',
  },
  SC310: {
    title: 'Invalid row',
    explanation: 'The line is not one complete JSON object, or the record does not fit the table.',
  },
  SC311: { title: 'Not UTF-8', explanation: 'The line holds bytes that are not UTF-8 text.' },
  SC312: {
    title: 'Blank lines',
    explanation: 'Empty lines between rows are skipped here, but some readers stop at them.',
  },
  SC313: {
    title: 'Windows line ends',
    explanation: 'Lines end in CR LF; the training file is written with LF.',
  },
  SC320: { title: 'Missing value', explanation: 'A row has no value for a column that training needs.' },
  SC321: { title: 'Wrong type', explanation: 'A value is not of the kind its role needs.' },
  SC322: {
    title: 'Gold answer of the wrong kind',
    explanation: 'An answer must be a non-empty text or number; a choice letter must be one of the options.',
  },
  SC323: {
    title: 'Pass rate outside [0, 1]',
    explanation: 'A pass rate is the share of sampled answers that were right.',
  },
  SC324: {
    title: 'Duplicate rows',
    explanation: 'The same question with the same images occurs more than once in a file.',
  },
  SC325: {
    title: 'Rows shared between splits',
    explanation: 'A question with the same images is both trained on and used to select or measure.',
  },
  SC326: {
    title: 'Duplicate ids',
    explanation: 'Ids name rows in predictions and the audit, so they must differ.',
  },
  SC327: {
    title: 'Gold answer that is not a text',
    explanation:
      'EasyR1 hands answers to the reward as they stand in the file, and MathRuler and most reward functions call `.strip()` on them: a number ends the run. Stagecraft writes them as texts into the file that it gives to an engine; the file itself is for Stagecraft alone.',
  },
  SC330: {
    title: 'Image placeholders do not match',
    explanation:
      'The number of `<image>` in the question must equal the number of images: the training engines pair them one by one and stop, or silently misplace images, when they differ.',
  },
  SC331: {
    title: 'No image placeholder',
    explanation:
      'The row has images but its question never says `<image>`. EasyR1 then drops the images; Stagecraft puts them before the question.',
  },
  SC332: {
    title: 'Rows without images beside rows with some',
    explanation:
      'Where one row has images and another has none at all (no key, or null), EasyR1’s own loader fails at the first such row. Stagecraft writes an empty list into the file that it gives to an engine.',
  },
  SC333: {
    title: 'Images that come late in the file',
    explanation:
      '`datasets` takes the types of a JSON file’s columns from its first 10 MB. Where all image lists there are empty, it cannot read the first path that follows. Stagecraft writes a file with fixed types for the engine.',
  },
  SC340: { title: 'Missing image', explanation: 'An image that a row names does not exist.' },
  SC341: {
    title: 'Unreadable image',
    explanation: 'The image is empty, a folder, truncated, or not PNG, JPEG, WebP, GIF or BMP.',
  },
  SC342: {
    title: 'Image path with backslashes',
    explanation: 'Backslashes separate folders on Windows only; forward slashes work everywhere.',
  },
  SC343: { title: 'Very large image', explanation: 'Pillow refuses images above about 179 million pixels.' },
  SC344: {
    title: 'Very long or very high image',
    explanation: 'Qwen’s image processors refuse an image whose one side is more than 200 times the other.',
  },
  SC350: {
    title: 'Training file cannot be written',
    explanation: 'The disk is full or the folder may not be written.',
  },
} as const satisfies Readonly<Record<`SC${2 | 3}${number}`, CodeDoc>>;

export type DataCode = keyof typeof DATA_CODES;
