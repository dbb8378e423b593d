/** A curriculum that uses every key of `make` and `difficulty`, in both styles of YAML; `data/` need not be there. */
export const EVERY_KEY = `curriculum: 1
name: made
model: micro-vlm
engine: embedded
models:
  writer: { url: "http://127.0.0.1:1/v1", model: w, images: false }
  eye: { url: "http://127.0.0.1:2/v1", model: e }
datasets:
  asked:
    capability: perception
    make:
      captions: data/captions.jsonl
      columns: { caption: description, image: image_file, id: example_id }
      images: data/images
      questions:
        by: writer
        kinds: [spatial, detail]
        per_image: 2
        verify: none # nobody looks
        temperature: 0.7
        max_tokens: 512
      answer_with:
        - eye
        - base
      answers: { max_tokens: 256, temperature: 0 }
      keep: wrong_from_image AND right_from_caption AND NOT right_blind
      agree: most
      duplicates: 0.9
      limit: 50
      split: { val: 0.05, test: 0.1 }
      seed: 3
      to: data/asked
    difficulty:
      by: eye
      rollouts: adaptive
      most: 16
      boundaries: [0.2, 0.8]
      temperature: 1
      top_p: 1
      max_tokens: 2048
  merged:
    capability: perception
    make: { from: [asked, own], keep: "pass_rate < 1 AND length(problem) > 3" }
    difficulty: { by: base, rollouts: 8 }
  again:
    capability: perception
    make: { failures: last, label: PERC }
  own:
    capability: perception
    train: data/own.jsonl
stages:
  - { id: see, data: [asked, merged, again] }
`;

/** Offset of the first character of its datasets that are made, and of the first after them. */
export const MADE: readonly [number, number] = [EVERY_KEY.indexOf('  asked:'), EVERY_KEY.indexOf('  own:')];
