import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { floats, type Shape, sizeOf, type Tensor } from "@sakiyomi/learn";

type Row = readonly [name: string, shape: Shape];

/** Hands float32 tensors to another process: arrays.json says names and shapes, arrays.bin holds one after the other. */
export function writeArrays(folder: string, tensors: Readonly<Record<string, Tensor>>): void {
  mkdirSync(folder, { recursive: true });
  const rows = Object.entries(tensors).map(([name, { shape }]): Row => [name, shape]);
  const bytes = Object.values(tensors).map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  writeFileSync(join(folder, "arrays.json"), JSON.stringify(rows));
  writeFileSync(join(folder, "arrays.bin"), Buffer.concat(bytes));
}

export function readArrays(folder: string): Readonly<Record<string, Tensor<"float32">>> {
  const rows = JSON.parse(readFileSync(join(folder, "arrays.json"), "utf8")) as readonly Row[];
  const bytes = readFileSync(join(folder, "arrays.bin"));
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let at = 0;
  return Object.fromEntries(
    rows.map(([name, shape]) => {
      at += sizeOf(shape);
      return [name, floats(numbers.subarray(at - sizeOf(shape), at), shape)];
    }),
  );
}
