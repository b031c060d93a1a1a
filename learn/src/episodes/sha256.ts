import type { Folder } from "./access.ts";

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = new Uint32Array(64);
/** Of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const START = new Uint32Array(8);
fillConstants();

function fillConstants(): void {
  const fraction = (x: number) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  let found = 0;
  for (let n = 2; found < 64; n++) {
    if (!isPrime(n)) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found++] = fraction(Math.cbrt(n));
  }
}

function isPrime(n: number): boolean {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

/** SHA-256 of a stream of bytes. WebCrypto has none that streams, and none at all on a page without TLS. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hex. */
  digest(): string;
}

export const sha256 = (): Sha256 => nativeSha256() ?? plainSha256();

/** Node's own is ten times as fast. Asked for at run time, so that a browser needs none. */
function nativeSha256(): Sha256 | null {
  const hash = globalThis.process?.getBuiltinModule?.("node:crypto")?.createHash("sha256");
  return hash ? { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("hex") } : null;
}

export function plainSha256(): Sha256 {
  const state = START.slice();
  const block = new Uint8Array(64);
  const words = new Int32Array(64);
  let [filled, total] = [0, 0];
  const update = (bytes: Uint8Array) => {
    total += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const take = Math.min(64 - filled, bytes.length - at);
      block.set(bytes.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled === 64) {
        compress(state, block, words);
        filled = 0;
      }
    }
  };
  return {
    update,
    digest: () => {
      const bits = total * 8;
      const tail = new Uint8Array(filled < 56 ? 64 - filled : 128 - filled);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(tail.length - 4, bits >>> 0);
      update(tail);
      return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
    },
  };
}

const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function schedule(block: Uint8Array, w: Int32Array): void {
  const view = new DataView(block.buffer);
  for (let i = 0; i < 16; i++) w[i] = view.getInt32(i * 4);
  for (let i = 16; i < 64; i++) {
    const [a, b] = [w[i - 15] as number, w[i - 2] as number];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
}

/** One block, FIPS 180-4, 6.2.2. */
function compress(state: Uint32Array, block: Uint8Array, w: Int32Array): void {
  schedule(block, w);
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = ((state[i] as number) + (sums[i] as number)) >>> 0;
}

const PIECE = 1 << 20;

/** SHA-256 over names, sizes and contents of files, in the order of their names. Reads a megabyte at a time. */
export async function hashFiles(folder: Folder, paths: readonly string[]): Promise<string> {
  const hash = sha256();
  for (const path of [...paths].sort()) {
    const file = await folder.open(path);
    try {
      hash.update(new TextEncoder().encode(`${path}\n${file.size}\n`));
      for (let at = 0; at < file.size; at += PIECE) hash.update(await file.read(at, Math.min(at + PIECE, file.size)));
    } finally {
      await file.close();
    }
  }
  return hash.digest();
}
