import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
/** What a browser wants before it lets threads share memory. */
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** Any host of files: what lies in `dir`, under `/some/folder/`, and nothing else. */
export async function hostFiles(dir: string, isIsolated: boolean): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async ({ url = "" }, answer) => {
    const path = new URL(url, "http://host").pathname.replace(/^\/some\/folder/, "");
    try {
      const file = await readFile(join(dir, path));
      answer.writeHead(200, { "content-type": types[extname(path)] ?? "", ...(isIsolated ? isolation : {}) }).end(file);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/folder`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
