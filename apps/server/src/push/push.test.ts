import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { test } from "node:test";
import type { AlertView } from "../api.ts";
import { testHouse } from "../testing/test-house.ts";
import { encrypt } from "./encrypt.ts";
import { openPush, type PushOptions } from "./push.ts";
import { authorization, newVapidKey, publicKeyOf } from "./vapid.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

test("the example of RFC 8291, section 5, is encrypted as printed there", () => {
  const own = createECDH("prime256v1");
  own.setPrivateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
  const keys = {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  };
  const sealed = encrypt(
    Buffer.from("When I grow up, I want to be a watermelon"),
    keys,
    own,
    bytes("DGv6ra1nlYgDCS1FRnbzlw"),
  );
  assert.equal(
    Buffer.from(sealed).toString("base64url"),
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
});

/** A browser: its keys, and what it reads of a message. */
function browser(endpoint = "https://fcm.googleapis.com/fcm/send/abc") {
  const own = createECDH("prime256v1");
  own.generateKeys();
  const auth = randomBytes(16);
  const derive = (ikm: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync("sha256", ikm, salt, info, length));
  const read = (sealed: Buffer): Record<string, unknown> => {
    const [salt, theirs] = [sealed.subarray(0, 16), sealed.subarray(21, 86)];
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), own.getPublicKey(), theirs]);
    const ikm = derive(own.computeSecret(theirs), auth, info, 32);
    const key = derive(ikm, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const nonce = derive(ikm, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
    const opened = createDecipheriv("aes-128-gcm", key, nonce);
    opened.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([opened.update(sealed.subarray(86, -16)), opened.final()]);
    assert.equal(plain.at(-1), 2);
    return JSON.parse(plain.subarray(0, -1).toString());
  };
  const subscription = {
    endpoint,
    keys: { p256dh: own.getPublicKey().toString("base64url"), auth: auth.toString("base64url") },
  };
  return { subscription, read };
}

/** A push service: answers with the given statuses, one after the other, then with 201. */
function service(...statuses: number[]) {
  const heard: { url: string; headers: Record<string, string>; body: Buffer }[] = [];
  const send = ((url: string, { headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
    heard.push({ url, headers, body: Buffer.from(body) });
    return Promise.resolve(new Response(null, { status: statuses.shift() ?? 201 }));
  }) as typeof fetch;
  return { heard, send };
}

const alertOf = (person: string): AlertView => ({
  ...{ id: "a-1", person, personName: "佐藤 花子", placeName: "Ward 1 · 102", skill: "early-warning", key: "news2" },
  ...{ level: "high", text: { key: "urgent" }, answers: [], raisedAt: 1, by: null, state: "open", takenBy: null },
  ...{ takenAt: null, toldTo: ["nurse"], nextAt: null, nextTo: null, over: false },
});

async function scene(options: PushOptions, ...statuses: number[]) {
  const { heard, send } = service(...statuses);
  const house = await testHouse({ skills: [] });
  const { person } = await house.settle();
  const push = await openPush(house.ward, house.house.access, { fetch: send, ...options });
  const alert = alertOf(person);
  const board = house.ward.board.bind(house.ward);
  house.ward.board = () => ({ ...board(), alerts: [alert] });
  return { house, person, push, heard, alert };
}

test("a phone gets an encrypted message that names nobody, from a sender that the push service can check", async () => {
  const { house, push, heard, alert } = await scene({ contact: "mailto:care@example.org" });
  const nurse = await house.as(["nurse"]);
  const phone = browser();
  assert.equal((await push.subscribe(nurse.staff, phone.subscription)).ok, true);
  push.tell(alert, "nurse", 0);
  await push.idle();
  const [sent] = heard;
  assert(sent);
  assert.deepEqual(phone.read(sent.body), { v: 1, alert: "a-1", level: "high", raisedAt: 1, repeat: 0 });
  assert.deepEqual(
    [sent.headers.urgency, sent.headers["content-encoding"], sent.headers.ttl],
    ["high", "aes128gcm", "3600"],
  );
  assert.match(sent.headers.authorization ?? "", new RegExp(`k=${push.key()}$`));
  await house.close();
});

test("the house may let the place, or all, be shown", async () => {
  const { house, push, heard, alert } = await scene({ detail: "all" });
  const nurse = await house.as(["nurse"]);
  const phone = browser();
  await push.subscribe(nurse.staff, phone.subscription);
  push.tell(alert, "nurse", 2);
  await push.idle();
  const message = phone.read(heard[0]?.body ?? Buffer.alloc(0));
  assert.deepEqual(
    [message.placeName, message.personName, message.text],
    ["Ward 1 · 102", "佐藤 花子", { key: "urgent" }],
  );
  await house.close();
});

test("only those who have the role and may see the person are told", async () => {
  const { house, push, heard, alert } = await scene({});
  const askers = [
    await house.as(["nurse"]),
    await house.as(["nurse"], { places: ["another-ward"] }),
    await house.as(["carer"]),
  ];
  for (const [index, { staff }] of askers.entries())
    await push.subscribe(staff, browser(`https://fcm.googleapis.com/${index}`).subscription);
  push.tell(alert, "nurse", 0);
  await push.idle();
  assert.deepEqual(
    heard.map(({ url }) => url),
    ["https://fcm.googleapis.com/0"],
  );
  await house.close();
});

test("a phone that is gone is forgotten; an address elsewhere is never called", async () => {
  const { house, push, heard, alert } = await scene({}, 410);
  const nurse = await house.as(["nurse"]);
  for (const bad of [
    "http://fcm.googleapis.com/x",
    "https://169.254.169.254/latest",
    "https://fcm.googleapis.com.evil.example/x",
  ])
    assert.equal((await push.subscribe(nurse.staff, browser(bad).subscription)).ok, false, bad);
  await push.subscribe(nurse.staff, browser().subscription);
  push.tell(alert, "nurse", 0);
  await push.idle();
  push.tell(alert, "nurse", 1);
  await push.idle();
  assert.equal(heard.length, 1);
  assert.equal((await house.ward.records.search("PushSubscription")).length, 0);
  await house.close();
});

test("keys and subscriptions outlive a restart; one takes back only one's own", async () => {
  const { house, push, heard, alert } = await scene({});
  const nurse = await house.as(["nurse"]);
  const { subscription } = browser();
  await push.subscribe(nurse.staff, subscription);
  const { send } = service();
  const again = await openPush(house.ward, house.house.access, { fetch: send });
  assert.equal(again.key(), push.key());
  assert.equal((await push.unsubscribe("somebody-else", subscription.endpoint)).ok, false);
  assert.equal((await push.unsubscribe(nurse.staff, subscription.endpoint)).ok, true);
  push.tell(alert, "nurse", 0);
  await push.idle();
  assert.equal(heard.length, 0);
  await house.close();
});

test("the sender's token is a JWT for that push service, signed with ES256, for less than a day", () => {
  const key = newVapidKey();
  const now = Date.parse("2026-01-10T12:00:00Z");
  const line = authorization(key, "https://web.push.apple.com/QG3", "mailto:care@example.org", now);
  const [, head = "", claims = "", signature = ""] = /t=([\w-]+)\.([\w-]+)\.([\w-]+), k=/.exec(line) ?? [];
  const { aud, exp, sub } = JSON.parse(bytes(claims).toString()) as { aud: string; exp: number; sub: string };
  assert.deepEqual([aud, sub], ["https://web.push.apple.com", "mailto:care@example.org"]);
  assert.ok(exp > now / 1000 && exp <= now / 1000 + 86_400);
  const publicKey = createPublicKey({ key: { kty: "EC", crv: "P-256", x: key.x, y: key.y }, format: "jwk" });
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    bytes(signature),
  );
  assert.equal(isSigned, true);
  assert.equal(bytes(publicKeyOf(key)).length, 65);
});
