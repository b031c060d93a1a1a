import assert from "node:assert/strict";
import { test } from "node:test";
import { folderOf } from "./access.ts";
import { hashFiles, plainSha256 } from "./sha256.ts";

// FIPS 180-4, appendix of examples (NIST, SHA256.pdf): one block, two blocks.
const known: readonly (readonly [string, string])[] = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

test("SHA-256 without a runtime's help gives NIST's examples, however the bytes arrive", () => {
  for (const [text, expected] of known) {
    const bytes = new TextEncoder().encode(text);
    const hash = plainSha256();
    for (let at = 0; at < bytes.length; at += 61) hash.update(bytes.subarray(at, at + 61));
    assert.equal(hash.digest(), expected);
  }
});

test("the hash of a set changes with a byte, and with a name", async () => {
  const hash = (files: Record<string, Uint8Array>) => hashFiles(folderOf("set", files), Object.keys(files));
  const first = await hash({ a: Uint8Array.of(1, 2), b: Uint8Array.of(3) });
  assert.equal(await hash({ b: Uint8Array.of(3), a: Uint8Array.of(1, 2) }), first);
  assert.notEqual(await hash({ a: Uint8Array.of(1, 2), b: Uint8Array.of(4) }), first);
  assert.notEqual(await hash({ a: Uint8Array.of(1, 2), c: Uint8Array.of(3) }), first);
});
