import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".wav": "audio/wav",
  ".mp3": "audio/mpeg",
};

/** Names with a hash in them never change; all else is asked for again. */
const isHashed = (path: string) => path.startsWith("/assets/");

const pack = promisify(gzip);
/** Hashed text files, packed once: half a megabyte of script over a ward's radio is a long second. */
const packed = new Map<string, Promise<Uint8Array>>();
const isText = (type: string) => /^(text|application\/(json|javascript)|image\/svg)/.test(type);

async function hashedFile(path: string, file: Uint8Array, type: string, accepted: string): Promise<Response> {
  const cache = "public, max-age=31536000, immutable";
  if (!isText(type) || !/\bgzip\b/.test(accepted)) return answer(file, type, cache);
  const ready = packed.get(path) ?? pack(file);
  packed.set(path, ready);
  const small = answer(await ready, type, cache);
  small.headers.set("content-encoding", "gzip");
  small.headers.set("vary", "accept-encoding");
  return small;
}

/** The built page. An address without a file is a place inside the page: index.html. */
export async function staticFile(webDir: string, path: string, accepted = ""): Promise<Response | null> {
  const wanted = safePath(webDir, path);
  const file = wanted && extname(wanted) ? await readOrNull(wanted) : null;
  if (file && wanted) {
    const type = types[extname(wanted)] ?? "application/octet-stream";
    return isHashed(path) ? hashedFile(wanted, file, type, accepted) : answer(file, type, "no-cache");
  }
  if (extname(path)) return null;
  const index = await readOrNull(join(webDir, "index.html"));
  return index && answer(index, "text/html; charset=utf-8", "no-cache");
}

function safePath(webDir: string, path: string): string | null {
  let plain: string;
  try {
    plain = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (plain.includes("\0")) return null;
  const full = normalize(join(webDir, plain));
  return full.startsWith(normalize(webDir) + sep) ? full : null;
}

const answer = (file: Uint8Array, type: string, cache: string): Response =>
  new Response(new Uint8Array(file), { headers: { "content-type": type, "cache-control": cache } });

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR") return null;
    throw error;
  }
}
