/** The least that is a curriculum, with a word on each part. */
export const emptyTemplate = (name: string): string => `curriculum: 1
name: ${name}
model: micro-vlm # a preset, a Hub id, or a folder
engine: embedded # embedded | trl | easyr1

datasets:
  pictures:
    capability: perception # perception | textual-reasoning | visual-reasoning, or a name of your own
    train: data/train.jsonl # .jsonl, .json, .csv, .parquet, or a Hub dataset with its split

stages:
  - id: see
    data: pictures
`;
