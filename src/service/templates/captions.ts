import { PAPER_FOLDER } from './paper';

/** Where perception questions are made from, and how its captions and images come to be there. */
interface CaptionSet {
  readonly id: string;
  readonly title: string;
  readonly dataset: string;
  /** Lines of comment, without their `#`. */
  readonly download: readonly string[];
  readonly source: readonly string[];
}

/** Both as they are published; commands are run in the folder of the curriculum. */
export const CAPTION_SETS: readonly CaptionSet[] = [
  {
    id: 'docci',
    title: 'Perception from DOCCI',
    dataset: 'docci-mcq',
    download: [
      'DOCCI (CC BY 4.0): captions and images of the same names, from https://google.github.io/docci/',
      '  mkdir -p data/docci',
      '  curl -o data/docci_descriptions.jsonl https://storage.googleapis.com/docci/data/docci_descriptions.jsonlines',
      '  curl https://storage.googleapis.com/docci/data/docci_images.tar.gz | tar xz -C data/docci',
    ],
    source: [
      'captions: data/docci_descriptions.jsonl',
      'columns: { caption: description, image: image_file, id: example_id }',
      'images: data/docci/images',
    ],
  },
  {
    id: 'pixmo-cap',
    title: 'Perception from PixmoCap',
    dataset: 'pixmo-mcq',
    download: [
      'PixmoCap (ODC-BY): the Hub has captions and addresses of images (`image_url`), but no images. They are fetched',
      'from where they lie, and some are gone; img2dataset (pip) tells which came:',
      '  hf download allenai/pixmo-cap --repo-type dataset --local-dir data/pixmo-cap',
      '  img2dataset --url_list data/pixmo-cap/data --input_format parquet --url_col image_url --caption_col caption \\',
      '    --output_format files --output_folder data/pixmo-cap/images --image_size 1024 --resize_mode keep_ratio_largest',
      'What came, as captions (DuckDB’s command line):',
      "  duckdb -c \"COPY (SELECT key AS id, caption, key[1:5] || '/' || key || '.jpg' AS image",
      "    FROM 'data/pixmo-cap/images/*.parquet' WHERE status = 'success') TO 'data/pixmo-cap/captions.jsonl'\"",
    ],
    source: [
      'captions: data/pixmo-cap/captions.jsonl',
      'columns: { caption: caption, image: image, id: id }',
      'images: data/pixmo-cap/images',
      'limit: 20000 # of some 717,000 captions',
    ],
  },
];

/** The prompt of the paper's training, with which pass rates are measured, too. */
export const CAPTION_FILES = { folder: PAPER_FOLDER, names: ['prompts'] } as const;

/** A curriculum that makes perception questions from captions, measures how hard they are, and trains on them. */
export const captionTemplate = ({ dataset, download, source }: CaptionSet, name: string): string =>
  `curriculum: 1
name: ${name}
model: qwen2.5-vl-7b
engine: easyr1
prompt: prompts/think.jinja # for making and training alike

# Servers that speak OpenAI's protocol, such as \`vllm serve\`. Keys stand in environment variables: \`key: NAME\`.
models:
  writer: { url: http://127.0.0.1:8000/v1, model: Qwen/Qwen2.5-72B-Instruct, images: false, concurrency: 64 }
  vlm-a: { url: http://127.0.0.1:8001/v1, model: Qwen/Qwen2.5-VL-7B-Instruct, images: true, concurrency: 64 }
  vlm-b: { url: http://127.0.0.1:8002/v1, model: Qwen/Qwen2.5-VL-32B-Instruct, images: true, concurrency: 64 }

${download.map((line) => `# ${line}\n`).join('')}#
# Then \`stagecraft make\` on this file, or the lens above the dataset: it tells what it will cost before it asks.
datasets:
  ${dataset}:
    capability: perception
    make:
${source.map((line) => `      ${line}\n`).join('')}      questions: { by: writer, kinds: [spatial, detail], per_image: 1 }
      answer_with: [vlm-a, vlm-b]
      keep: wrong_from_image AND right_from_caption AND NOT right_blind # for every model of answer_with
      split: { val: 0.05, test: 0.1 } # shares of images
    difficulty: { by: vlm-a, rollouts: 16, temperature: 1.0 } # sampled as the training below samples

stages:
  - id: see
    data: ${dataset}
    where: pass_rate < 1 # what is always solved teaches nothing
    epochs: 4
    batch: 128
    gpus: 8
`;
