import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { readAny } from "./any.ts";
import { CdrReader, CdrWriter } from "./cdr.ts";
import { portProfile } from "./components.ts";
import { dataTypeNames, decodePayload } from "./data-types.ts";
import { CorbaFault } from "./fault.ts";
import { Assembler } from "./fragments.ts";
import { MessageCutter, readRequest, writeReply, writeRequest } from "./giop.ts";
import { parseReference, referenceTo } from "./object-reference.ts";
import { openOrb } from "./orb.ts";
import { openServants } from "./servant.ts";

const key = new TextEncoder().encode("up");

const refusedOrRead = (work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof CorbaFault, String(error));
  }
};

const header = (minor: number, type: number, body: Uint8Array, flags: number): Uint8Array => {
  const bytes = new Uint8Array(12 + body.length);
  bytes.set([0x47, 0x49, 0x4f, 0x50, 1, minor, flags, type]);
  new DataView(bytes.buffer).setUint32(8, body.length, (flags & 1) === 1);
  bytes.set(body, 12);
  return bytes;
};

/** A request of GIOP 1.2, cut into a first message and fragments of the given lengths. */
const fragmented = (isLittle: boolean, cuts: readonly number[]): readonly Uint8Array[] => {
  const writer = new CdrWriter(isLittle);
  writer.raw(new Uint8Array(12));
  writer.unsignedLong(77);
  writer.raw(Uint8Array.of(3, 0, 0, 0));
  writer.short(0);
  writer.octets(key);
  writer.string("put");
  writer.unsignedLong(0);
  writer.align(8);
  writer.doubles(Float64Array.from({ length: 50 }, (_, i) => i / 3));
  const body = writer.finish().subarray(12);
  const flag = isLittle ? 1 : 0;
  const number = new CdrWriter(isLittle);
  number.unsignedLong(77);
  const places = [0, ...cuts, body.length];
  return places.slice(1).map((end, i) => {
    const part = body.subarray(places[i], end);
    const more = end < body.length ? 2 : 0;
    if (i === 0) return header(2, 0, part, flag | more);
    return header(2, 7, Uint8Array.of(...number.finish(), ...part), flag | more);
  });
};

const assembled = (messages: readonly Uint8Array[], most?: number) => {
  const cutter = new MessageCutter();
  const assembler = new Assembler(most);
  return messages.flatMap((bytes) => cutter.push(bytes)).flatMap((part) => assembler.push(part) ?? []);
};

for (const isLittle of [true, false])
  test(`a request in fragments is put together wherever it was cut, ${isLittle ? "little" : "big"} endian`, () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 52 }), { maxLength: 5 }), (places) => {
        // With its header each part but the last is a multiple of 8 long.
        const cuts = places.sort((a, b) => a - b).map((place) => 8 * place + 4);
        const [whole, ...rest] = assembled(fragmented(isLittle, cuts));
        assert.ok(whole && rest.length === 0);
        const { id, operation, body } = readRequest(whole);
        assert.deepEqual([id, operation], [77, "put"]);
        assert.deepEqual(
          body.doubles(),
          Float64Array.from({ length: 50 }, (_, i) => i / 3),
        );
      }),
      { seed: 4, numRuns: 200 },
    );
  });

test("fragments of GIOP 1.1, which have no number, are put together where alignment lasts, and refused where it breaks", () => {
  const writer = new CdrWriter();
  writer.raw(new Uint8Array(12));
  writer.unsignedLong(0);
  writer.unsignedLong(9);
  writer.raw(Uint8Array.of(1, 0, 0, 0));
  writer.octets(key);
  writer.string("get_rate");
  writer.unsignedLong(0);
  writer.doubles(Float64Array.of(1, 2, 3));
  const body = writer.finish().subarray(12);
  const cut = (at: number) => [header(1, 0, body.subarray(0, at), 3), header(1, 7, body.subarray(at), 1)];
  const [whole] = assembled(cut(40));
  assert.ok(whole);
  const { operation, body: rest } = readRequest(whole);
  assert.deepEqual([operation, rest.doubles()], ["get_rate", Float64Array.of(1, 2, 3)]);
  assert.throws(() => assembled(cut(44)), /alignment breaks/);
});

test("fragments of nothing, without end, or of too much are refused", () => {
  const [first, second] = fragmented(true, [44]);
  assert.ok(first && second);
  assert.throws(() => assembled([second]), /belongs to no message/);
  assert.throws(() => assembled([first, first]), /more messages are begun than ended/i);
  assert.throws(() => assembled([first, second], 100), /more than 100 bytes/);
  const renumbered = (id: number): Uint8Array => {
    const copy = first.slice();
    new DataView(copy.buffer).setUint32(12, id, true);
    return copy;
  };
  assert.throws(() => assembled(Array.from({ length: 9 }, (_, id) => renumbered(id))), /at once/);
  assert.deepEqual(assembled([first, header(2, 2, Uint8Array.of(77, 0, 0, 0), 1)]).length, 1, "a cancel is a message");
});

/** Types within types within types, as deep as given. */
const nested = (depth: number): Uint8Array => {
  const write = (writer: CdrWriter, left: number): void => {
    if (left === 0) writer.unsignedLong(7);
    else {
      writer.unsignedLong(19);
      writer.encapsulation((inner) => {
        write(inner, left - 1);
        inner.unsignedLong(0);
      });
    }
  };
  const writer = new CdrWriter();
  write(writer, depth);
  writer.unsignedLong(0);
  return writer.finish();
};

test("types that are too deep, contain themselves, or take no room are refused before they cost anything", () => {
  assert.deepEqual(readAny(new CdrReader(nested(10), true)), []);
  assert.throws(() => readAny(new CdrReader(nested(200), true)), /more than 16 levels/);
  const indirection = new CdrWriter();
  indirection.unsignedLong(0xffffffff);
  indirection.long(-4);
  assert.throws(() => readAny(new CdrReader(indirection.finish(), true)), /not understood/);
  const voids = new CdrWriter();
  voids.unsignedLong(19);
  voids.encapsulation((inner) => {
    inner.unsignedLong(1);
    inner.unsignedLong(0);
  });
  voids.unsignedLong(0xfffffff0);
  assert.throws(() => readAny(new CdrReader(voids.finish(), true)), /take no room/);
  const anys = new CdrWriter();
  for (let i = 0; i < 1000; i += 1) anys.unsignedLong(11);
  assert.throws(() => readAny(new CdrReader(anys.finish(), true)), /more than 16 levels/);
});

test("random bytes are read or refused by every reader there is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isLittle) => {
      refusedOrRead(() => readAny(new CdrReader(bytes, isLittle)));
      for (const type of dataTypeNames) refusedOrRead(() => decodePayload(type, bytes, isLittle));
      for (const minor of [0, 1, 2])
        for (const type of [0, 1, 3, 4, 7])
          refusedOrRead(() => assembled([header(minor, type, bytes, isLittle ? 1 : 0)]).map(readRequest));
      refusedOrRead(() => parseReference(`IOR:${Buffer.from(bytes).toString("hex")}`));
    }),
    { seed: 5, numRuns: 1500 },
  );
});

const listening = async (t: TestContext, onData: (socket: Socket, chunk: Buffer) => void) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (chunk) => onData(socket, chunk));
  }).listen(0, "127.0.0.1");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return referenceTo("IDL:omg.org/RTC/PortService:1.0", { host: "127.0.0.1", port, key });
};

test("a client that is answered nonsense gets a fault each time, and nothing else", async (t) => {
  const random = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 200 }), { seed: 6, numRuns: 60 });
  let turn = 0;
  const target = await listening(t, (socket, chunk) => {
    const id = readRequest(new MessageCutter().push(chunk)[0] as never).id;
    const nonsense = random[turn % random.length] ?? new Uint8Array(1);
    turn += 1;
    // Half of them in a frame that is right, so that it is the body that is read.
    socket.write(turn % 2 ? nonsense : writeReply(id, (writer) => writer.raw(nonsense)));
  });
  const orb = openOrb({ timeout: 100 });
  t.after(() => orb.close());
  for (let i = 0; i < random.length; i += 1)
    await assert.rejects(portProfile(orb, target), (error) => error instanceof CorbaFault);
});

test("an answer from a peer whose machine is big-endian is read as it is meant", async (t) => {
  const target = await listening(t, (socket, chunk) => {
    const id = readRequest(new MessageCutter().push(chunk)[0] as never).id;
    // Written by hand: GIOP 1.0, flags 0, a reply without contexts, then a double, aligned from the message's start.
    const reply = new DataView(new ArrayBuffer(32));
    for (const [i, byte] of [0x47, 0x49, 0x4f, 0x50, 1, 0, 0, 1].entries()) reply.setUint8(i, byte);
    for (const [i, word] of [20, 0, id, 0].entries()) reply.setUint32(8 + 4 * i, word, false);
    reply.setFloat64(24, 250.5, false);
    socket.write(new Uint8Array(reply.buffer));
  });
  const orb = openOrb({ timeout: 500 });
  t.after(() => orb.close());
  assert.equal(
    await orb.invoke(
      target,
      "get_rate",
      () => {},
      (body) => body.double(),
    ),
    250.5,
  );
});

test("a servant goes on serving while others send it damaged, endless and unfinished messages", async (t) => {
  const servants = await openServants({ mostBytes: 100_000, connections: 200 });
  t.after(() => servants.close());
  const up = servants.add("IDL:Test/Up:1.0", "up", {
    up: (_, reply) => reply.boolean(true),
    late: async () => {
      throw new Error("late");
    },
  });
  const good = writeRequest({ id: 1, isAnswered: true, key, operation: "up" }, () => {});
  const attacks = fc.sample(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), {
    seed: 7,
    numRuns: 100,
  });
  const sockets = attacks.map((changes, i) => {
    const bytes = good.slice();
    for (const [at, value] of changes) bytes[at] = value;
    const socket = connect(servants.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(i % 3 === 0 ? bytes.subarray(0, bytes.length - 1) : bytes);
    if (i % 5 === 0) socket.write(header(2, 0, new Uint8Array(64), 3));
    return socket;
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  const orb = openOrb({ timeout: 1000 });
  t.after(() => orb.close());
  const ask = (operation: string) =>
    orb.invoke(
      up,
      operation,
      () => {},
      (body) => body.boolean(),
    );
  for (let i = 0; i < 20; i += 1) assert.equal(await ask("up"), true);
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"])
    await assert.rejects(ask(name), /BAD_OPERATION/);
  await assert.rejects(ask("late"), /UNKNOWN/);
  const big = connect(servants.port, "127.0.0.1");
  t.after(() => big.destroy());
  big.write(header(0, 0, new Uint8Array(100_001), 1).subarray(0, 50));
  const [answer] = (await once(big, "data")) as [Buffer];
  assert.equal(answer[7], 6, "too much is announced: MessageError");
});

test("objects that forward to each other are no endless way", async (t) => {
  const servants = await openServants();
  t.after(() => servants.close());
  const there = servants.forward(
    "IDL:Test/A:1.0",
    "a",
    referenceTo("IDL:Test/B:1.0", { host: "127.0.0.1", port: servants.port, key: new TextEncoder().encode("b") }),
  );
  servants.forward("IDL:Test/B:1.0", "b", there);
  const orb = openOrb({ timeout: 500 });
  t.after(() => orb.close());
  await assert.rejects(portProfile(orb, there), /in a circle/);
});
