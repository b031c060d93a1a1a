import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { accept, type Read, refuse } from "@sakiyomi/core";

/** Bytes on the wire, and after unpacking: a small packet must not unpack to fill the memory. */
export interface BodyLimits {
  readonly wire: number;
  readonly unpacked: number;
}

const MIB = 1024 * 1024;
/** A change from the page: a note, a policy. */
export const pageLimits: BodyLimits = { wire: 256 * 1024, unpacked: 256 * 1024 };
/** 100 ms of 1,000 channels at 250 Hz are 50 kB packed and 400 kB as JSON; ten seconds of them fit. */
export const signalLimits: BodyLimits = { wire: 8 * MIB, unpacked: 32 * MIB };

const encodings = ["identity", "gzip"];

/** The body, unpacked, or a refusal as soon as it is seen to be too large. */
export async function readBody(request: Request, limits: BodyLimits): Promise<Read<Uint8Array>> {
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (!encodings.includes(encoding)) return refuse("HTTP_MEDIA", "Content-Encoding", encoding, encodings.join(", "));
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limits.wire) return tooLarge(declared, limits.wire);
  if (encoding === "identity") return collect(request.body ?? [], limits.wire);
  const packed = await collect(request.body ?? [], limits.wire);
  if (!packed.ok) return packed;
  try {
    return await collect(Readable.from([packed.value]).pipe(createGunzip()), limits.unpacked);
  } catch {
    return refuse("HTTP_SHAPE", "body", "bytes that do not unpack", "gzip, as Content-Encoding says");
  }
}

async function collect(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
): Promise<Read<Uint8Array>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > limit) return tooLarge(size, limit);
    parts.push(chunk);
  }
  return accept(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
}

const tooLarge = (size: number, limit: number) =>
  refuse("SIG_SIZE", "body", `${size} bytes or more`, `at most ${limit} bytes`);

export function readJson(bytes: Uint8Array): Read<unknown> {
  try {
    return accept(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return refuse("HTTP_SHAPE", "body", "something else", "JSON in UTF-8");
  }
}
