/** Reads and writes the fields of Kafka's protocol, in the plain encoding of its older versions. */

/** Fields of a request, one after the other. */
export type Fields = {
  i8(): number;
  i16(): number;
  i32(): number;
  i64(): bigint;
  text(): string;
  bytes(): Buffer;
  rest(): Buffer;
  list<Value>(one: () => Value): Value[];
};

export const readFields = (buffer: Buffer): Fields => {
  let at = 0;
  const take = (length: number): Buffer => {
    const taken = buffer.subarray(at, at + length);
    at += length;
    return taken;
  };
  const fields: Fields = {
    i8: () => take(1).readInt8(),
    i16: () => take(2).readInt16BE(),
    i32: () => take(4).readInt32BE(),
    i64: () => take(8).readBigInt64BE(),
    text: () => take(Math.max(0, fields.i16())).toString(),
    bytes: () => take(Math.max(0, fields.i32())),
    rest: () => take(buffer.length - at),
    list: (one) => Array.from({ length: Math.max(0, fields.i32()) }, one),
  };
  return fields;
};

const numberOf = (bytes: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
};
export const i8 = (value: number): Buffer => numberOf(1, (buffer) => buffer.writeInt8(value));
export const i16 = (value: number): Buffer => numberOf(2, (buffer) => buffer.writeInt16BE(value));
export const i32 = (value: number): Buffer => numberOf(4, (buffer) => buffer.writeInt32BE(value));
export const i64 = (value: bigint): Buffer => numberOf(8, (buffer) => buffer.writeBigInt64BE(value));
export const text = (value: string | null): Buffer =>
  value === null ? i16(-1) : Buffer.concat([i16(Buffer.byteLength(value)), Buffer.from(value)]);
export const bytes = (value: Buffer): Buffer => Buffer.concat([i32(value.length), value]);
export const list = <Value>(
  values: readonly Value[],
  one: (value: Value, index: number) => Buffer[],
): Buffer => Buffer.concat([i32(values.length), ...values.flatMap(one)]);
