import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { test } from "node:test";
import type { Problem, Session } from "../api.ts";
import { csrfOf } from "../http/guard.ts";
import { type TestHouse, testHouse } from "../testing/test-house.ts";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const url64 = (data: Buffer) => data.toString("base64url");

/** CBOR (RFC 8949), as much as an authenticator writes. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.of((major << 5) | n)
      : n < 256
        ? Buffer.of((major << 5) | 24, n)
        : Buffer.of((major << 5) | 25, n >> 8, n & 255);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Buffer) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, pairs.length), ...pairs.flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

/** An ES256 key, and its public half in COSE (RFC 9053). */
function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const parts = new Map<unknown, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ]);
  return { privateKey, cose: cbor(parts) };
}

/** An authenticator in software: one ES256 key, which it shows only after a finger was seen. */
function authenticator(origin = "http://localhost", rpId = "localhost") {
  const { privateKey, cose } = newKey();
  const id = randomBytes(16);
  const state = { count: 0, isSeen: true };
  const data = (extra: Buffer[] = []) => {
    state.count += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(state.count);
    const flags = 0x01 | (state.isSeen ? 0x04 : 0) | (extra.length > 0 ? 0x40 : 0);
    return Buffer.concat([sha256(rpId), Buffer.of(flags), count, ...extra]);
  };
  const client = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const named = { id: url64(id), rawId: url64(id), type: "public-key", clientExtensionResults: {} };
  return {
    state,
    make(challenge: string) {
      const authData = data([Buffer.alloc(16), Buffer.of(0, id.length), id, cose]);
      const attestationObject = url64(
        cbor(
          new Map<unknown, unknown>([
            ["fmt", "none"],
            ["attStmt", new Map()],
            ["authData", authData],
          ]),
        ),
      );
      return { ...named, response: { clientDataJSON: url64(client("webauthn.create", challenge)), attestationObject } };
    },
    get(challenge: string) {
      const authenticatorData = data();
      const clientData = client("webauthn.get", challenge);
      const signature = url64(sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), privateKey));
      return {
        ...named,
        response: { clientDataJSON: url64(clientData), authenticatorData: url64(authenticatorData), signature },
      };
    },
  };
}

async function visit(house: TestHouse) {
  const first = await house.ask("GET", "/api/session");
  const cookie = first.cookies[0] ?? "";
  const headers = { "x-csrf": csrfOf(cookie.split("=")[1] ?? "") };
  return (path: string, body?: unknown) => house.ask("POST", path, { cookie, headers, body });
}

async function registered(house: TestHouse, key = authenticator()) {
  const nurse = await house.as(["nurse"]);
  const { challenge } = (await nurse("POST", "/api/passkeys/options")).json as { challenge: string };
  return { nurse, key, answer: await nurse("POST", "/api/passkeys", { ...key.make(challenge), label: "tablet 3" }) };
}

const signIn = async (
  house: TestHouse,
  key: ReturnType<typeof authenticator>,
  challengeOf = (given: string) => given,
) => {
  const post = await visit(house);
  const { challenge } = (await post("/api/session/passkey/options")).json as { challenge: string };
  return post("/api/session/passkey", key.get(challengeOf(challenge)));
};

test("a passkey is registered, and signs its person in without a name", async () => {
  const house = await testHouse({ skills: [] });
  const { nurse, key, answer } = await registered(house);
  assert.deepEqual([answer.status, (answer.json as { passkeys: number }).passkeys], [200, 1]);
  for (let times = 0; times < 2; times += 1) {
    const { status, json } = await signIn(house, key);
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal((json as Session).staff?.id, nurse.staff);
  }
  assert.equal(house.house.access.accounts.get(nurse.staff)?.passkeys[0]?.counter, 3);
  await house.close();
});

test("an answer to another challenge, a copied key, one of another site, one without a finger, and a stranger's are refused", async () => {
  const house = await testHouse({ skills: [] });
  const { key } = await registered(house);
  const refused = async (tried: Promise<{ status: number; json: unknown }>) => {
    const { status, json } = await tried;
    assert.deepEqual([status, (json as Problem).code], [401, "ACCESS_PASSKEY"]);
  };
  await refused(signIn(house, key, () => url64(randomBytes(32))));
  await refused(signIn(house, authenticator()));
  key.state.isSeen = false;
  await refused(signIn(house, key));
  key.state.isSeen = true;
  assert.equal((await signIn(house, key)).status, 200);
  key.state.count = 0;
  await refused(signIn(house, key));
  await house.close();
});

test("a passkey made for another site cannot be registered, nor a challenge used twice", async () => {
  const house = await testHouse({ skills: [] });
  assert.equal((await registered(house, authenticator("http://elsewhere.example"))).answer.status, 401);
  assert.equal((await registered(house, authenticator("http://localhost", "elsewhere.example"))).answer.status, 401);
  const { key } = await registered(house);
  const post = await visit(house);
  const { challenge } = (await post("/api/session/passkey/options")).json as { challenge: string };
  assert.equal((await post("/api/session/passkey", key.get(challenge))).status, 200);
  const again = await house.ask("POST", "/api/session/passkey", { body: key.get(challenge) });
  assert.equal(again.status, 403);
  const post2 = await visit(house);
  assert.equal((await post2("/api/session/passkey", key.get(challenge))).status, 401);
  await house.close();
});
