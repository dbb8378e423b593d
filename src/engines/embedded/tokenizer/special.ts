/**
 * Control tokens. They are never found in text: a question that says `<eos>` is spelled in bytes, so data cannot
 * close a prompt or open another role.
 */
export const SPECIAL = ['<pad>', '<eos>', '<question>', '<answer>', '<description>', '<glue>'] as const;

export const PAD = 0;
export const EOS = 1;
export const QUESTION = 2;
export const ANSWER = 3;
export const DESCRIPTION = 4;
/** Says "no space here" where the spacing rule implies one. */
export const GLUE = 5;

/** Id of byte 0; the byte tokens follow the special ones, the words follow the bytes. */
export const FIRST_BYTE = SPECIAL.length;
export const FIRST_WORD = FIRST_BYTE + 256;

export const byteToken = (byte: number): number => FIRST_BYTE + byte;
export const isByteToken = (token: number): boolean => token >= FIRST_BYTE && token < FIRST_WORD;
