declare module "lz4js" {
  /** Of the LZ4 frame format. */
  export function decompress(bytes: Uint8Array, maxSize?: number): ArrayLike<number>;
  export function compress(bytes: Uint8Array, maxSize?: number): ArrayLike<number>;
}
