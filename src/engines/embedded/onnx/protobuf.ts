/** Writes the protobuf wire format: as much of it as an ONNX model needs. */
export class ProtobufWriter {
  #buffer = new Uint8Array(1024);
  #length = 0;

  /** The message so far. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  /** A varint field; negative numbers take ten bytes, as protobuf's int64 does. */
  integer(field: number, value: number): this {
    return this.#varint(BigInt(field) << 3n).#varint(BigInt.asUintN(64, BigInt(value)));
  }

  /** A 32-bit float field. */
  float(field: number, value: number): this {
    this.#varint((BigInt(field) << 3n) | 5n).#reserve(4);
    new DataView(this.#buffer.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint((BigInt(field) << 3n) | 2n)
      .#varint(BigInt(value.length))
      .#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  #varint(value: bigint): this {
    this.#reserve(10);
    let rest = value;
    do {
      const low = Number(rest & 127n);
      rest >>= 7n;
      this.#buffer[this.#length++] = rest === 0n ? low : low | 128;
    } while (rest !== 0n);
    return this;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + bytes));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}
