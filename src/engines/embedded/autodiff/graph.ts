import type { Attribute, ElementType, OnnxConstant, OnnxGraph, OnnxNode, OnnxValue } from '../onnx/model';
import { elements, type Shape, type Tensor } from './tensor';

/** Gradients of an operation's inputs from those of its outputs; `undefined` where none flows. */
export type Vjp = (outputs: readonly (Tensor | undefined)[]) => readonly (Tensor | undefined)[];

export interface TapeEntry {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly vjp: Vjp;
}

interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly type?: ElementType;
  readonly domain?: string;
}

/**
 * One static ONNX graph under construction, and the tape of its differentiable operations. Operations are functions
 * that take a `Graph` first (`ops/`); `gradients` walks the tape and adds the backward pass to the same graph.
 */
export class Graph {
  readonly #nodes: OnnxNode[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  readonly #constants: OnnxConstant[] = [];
  readonly #known = new Map<string, Tensor>();
  readonly #tape: TapeEntry[] = [];
  #recording = true;
  #names = 0;

  /** A value fed at each run. `tracked`: gradients with respect to it are wanted. */
  input(name: string, shape: Shape, options: { type?: ElementType; tracked?: boolean } = {}): Tensor {
    const type = options.type ?? 'float32';
    this.#inputs.push({ name, shape, type });
    return { name, shape, type, tracked: options.tracked ?? false };
  }

  /** Names a value as a result of the run. */
  output(name: string, value: Tensor): void {
    this.#nodes.push({ operator: 'Identity', inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ name, shape: value.shape, type: value.type });
  }

  constant(values: ArrayLike<number>, shape: Shape): Tensor {
    const data = Float32Array.from(values);
    return this.#constant('float32', shape, new Uint8Array(data.buffer));
  }

  scalar(value: number): Tensor {
    return this.constant([value], []);
  }

  /** An int64 constant: shapes, axes, ids. */
  integers(values: readonly number[], shape: Shape = [values.length]): Tensor {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant('int64', shape, new Uint8Array(data.buffer));
  }

  /** Adds a node with one output. It is not on the tape: see `record`. */
  node(operator: string, inputs: readonly Tensor[], shape: Shape, options: NodeOptions = {}): Tensor {
    const output = this.#fresh(operator, shape, options.type ?? 'float32');
    this.#add(operator, inputs, [output], options);
    return output;
  }

  /** Adds a node with an output for each shape. It is not on the tape. */
  nodes(
    operator: string,
    inputs: readonly Tensor[],
    shapes: readonly Shape[],
    options: NodeOptions,
  ): readonly Tensor[] {
    const outputs = shapes.map((shape) => this.#fresh(operator, shape, options.type ?? 'float32'));
    this.#add(operator, inputs, outputs, options);
    return outputs;
  }

  /** Puts an operation with one output on the tape, if a gradient can flow through it. */
  record(output: Tensor, inputs: readonly Tensor[], vjp: (gradient: Tensor) => ReturnType<Vjp>): Tensor {
    const [result] = this.recordAll([output], inputs, ([gradient]) =>
      gradient === undefined ? inputs.map(() => undefined) : vjp(gradient),
    );
    return result ?? output;
  }

  /** The same for an operation with several outputs: the gradient of an unused one is `undefined`. */
  recordAll(outputs: readonly Tensor[], inputs: readonly Tensor[], vjp: Vjp): readonly Tensor[] {
    if (!this.#recording || !inputs.some((input) => input.tracked)) return outputs;
    const tracked = outputs.map((output) => ({ ...output, tracked: true }));
    this.#tape.push({ inputs, outputs: tracked, vjp });
    return tracked;
  }

  /** Runs `build` without recording: the backward pass itself is not differentiated. */
  untaped<T>(build: (tape: readonly TapeEntry[]) => T): T {
    this.#recording = false;
    try {
      return build(this.#tape);
    } finally {
      this.#recording = true;
    }
  }

  finish(): OnnxGraph {
    return {
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: this.#constants,
    };
  }

  #add(
    operator: string,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    { attributes = {}, domain }: NodeOptions,
  ): void {
    this.#nodes.push({
      operator,
      ...(domain === undefined ? {} : { domain }),
      inputs: inputs.map((input) => input.name),
      outputs: outputs.map((output) => output.name),
      attributes,
    });
  }

  #fresh(hint: string, shape: Shape, type: ElementType): Tensor {
    return { name: `${hint}_${this.#names++}`, shape, type, tracked: false };
  }

  #constant(type: ElementType, shape: Shape, data: Uint8Array): Tensor {
    const key = elements(shape) <= 64 ? `${type}[${shape.join()}]${data.join()}` : undefined;
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const tensor = this.#fresh('constant', shape, type);
    this.#constants.push({ name: tensor.name, type, shape, data });
    if (key !== undefined) this.#known.set(key, tensor);
    return tensor;
  }
}
