import type { EngineName, Fields } from './shape';

/** What is said of an engine, and the settings of `engine: { <name>: { ... } }`. */
export interface EngineInfo {
  readonly doc: string;
  readonly settings: Fields;
}

const python = {
  kind: 'string',
  content: 'file',
  doc: 'Python interpreter that has the engine installed.',
  absent:
    'found: the active environment, `.venv` beside the curriculum, the editor’s choice, uv, conda, then `python3` on the path',
  example: '.venv/bin/python',
} as const;

export const ENGINES: Readonly<Record<EngineName, EngineInfo>> = {
  embedded: {
    doc: 'A micro vision-language model trained in a child process; needs no Python and no GPU.',
    settings: {
      device: {
        kind: 'enum',
        values: ['cpu', 'webgpu', 'cuda'],
        default: 'cpu',
        doc: 'Where the model runs; `webgpu` and `cuda` only where the runtime offers them.',
      },
      threads: {
        kind: 'integer',
        min: 1,
        max: 256,
        default: 2,
        unit: 'threads',
        doc: 'CPU threads of one operation.',
      },
    },
  },
  trl: {
    doc: 'Hugging Face TRL on one machine: CPU for small tests, one or several GPUs.',
    settings: {
      python,
      precision: {
        kind: 'enum',
        values: ['bf16', 'fp16', 'fp32'],
        doc: 'Number format of the weights; a processor (`gpus: 0`) needs `fp32`.',
        absent: '`bf16` on GPUs, `fp32` on a processor',
        example: 'bf16',
      },
      adapter: {
        kind: 'enum',
        values: ['none', 'lora', 'qlora'],
        default: 'none',
        doc: 'Train all weights, a LoRA adapter, or a LoRA adapter over 4-bit weights.',
      },
      lora_rank: {
        kind: 'integer',
        min: 1,
        max: 1024,
        default: 16,
        doc: 'Rank of the adapter.',
      },
      vllm: { kind: 'boolean', default: false, doc: 'Sample rollouts with vLLM in the same process.' },
      accelerate: {
        kind: 'string',
        content: 'file',
        doc: 'Configuration for `accelerate launch` (ZeRO, FSDP), as `accelerate config` writes it.',
        absent: 'one process a GPU, each with all weights (torchrun)',
        example: 'zero2.yaml',
      },
    },
  },
  easyr1: {
    doc: 'EasyR1 (verl on Ray), the engine of the paper: one node, or a Ray cluster.',
    settings: {
      python,
      home: {
        kind: 'string',
        content: 'folder',
        doc: 'Folder of the EasyR1 checkout.',
        absent: 'the installed `verl` package',
        example: '../EasyR1',
      },
      cluster: {
        kind: 'string',
        content: 'url',
        doc: 'Ray cluster to submit to: `ray://host:10001` or the dashboard `http://host:8265`.',
        absent: 'this machine',
        example: 'http://127.0.0.1:8265',
      },
      nodes: { kind: 'integer', min: 1, default: 1, unit: 'nodes', doc: 'Machines of the cluster to use.' },
    },
  },
};
