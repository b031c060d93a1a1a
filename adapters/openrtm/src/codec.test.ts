import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAny, writeStringAny } from "./any.ts";
import { CdrReader, CdrWriter } from "./cdr.ts";
import { decodePayload, encodePayload } from "./data-types.ts";
import { CorbaFault } from "./fault.ts";
import { MessageCutter, readReply, readRequest, writeReply, writeRequest, writeSystemException } from "./giop.ts";
import { addressOf, parseReference, readReference, referenceTo, stringify } from "./object-reference.ts";

const key = new TextEncoder().encode("NameService");

for (const isLittle of [true, false])
  test(`what is written is read back, ${isLittle ? "little" : "big"} endian, each aligned to its size`, () => {
    const writer = new CdrWriter(isLittle);
    writer.octet(7);
    writer.double(Math.PI);
    writer.boolean(true);
    writer.short(-3);
    writer.unsignedLong(0xfffffffe);
    writer.string("先読み");
    writer.float(0.5);
    writer.sequence([1, 2, 3], (value) => writer.long(value));
    const bytes = writer.finish();
    // An octet, seven of padding, then the double.
    assert.equal(new DataView(bytes.buffer).getFloat64(8, isLittle), Math.PI);
    const reader = new CdrReader(bytes, isLittle);
    assert.equal(reader.octet(), 7);
    assert.equal(reader.double(), Math.PI);
    assert.equal(reader.boolean(), true);
    assert.equal(reader.short(), -3);
    assert.equal(reader.unsignedLong(), 0xfffffffe);
    assert.equal(reader.string(), "先読み");
    assert.equal(reader.float(), 0.5);
    assert.deepEqual(
      reader.sequence(() => reader.long(), 4),
      [1, 2, 3],
    );
    assert.equal(reader.left, 0);
  });

test("a writer that runs out of room grows wherever it is, and keeps what it has", () => {
  for (let before = 240; before < 272; before += 1) {
    const writer = new CdrWriter();
    writer.raw(new Uint8Array(before));
    writer.unsignedLong(0x01020304);
    writer.double(0.1);
    const reader = new CdrReader(writer.finish(), true, before);
    assert.deepEqual([reader.unsignedLong(), reader.double()], [0x01020304, 0.1]);
  }
});

test("a length that cannot be is refused before anything is reserved for it", () => {
  const writer = new CdrWriter();
  writer.unsignedLong(0xffffffff);
  const reader = () => new CdrReader(writer.finish(), true);
  assert.throws(() => reader().octets(), CorbaFault);
  assert.throws(() => {
    const one = reader();
    one.sequence(() => one.double(), 8);
  }, /does not fit/);
});

test("a reference survives its text, and its address is read from it", () => {
  const reference = referenceTo("IDL:RTC/RTObject:1.0", { host: "robot.local", port: 2810, key });
  const again = parseReference(stringify(reference));
  assert.deepEqual(again, reference);
  assert.deepEqual(addressOf(again), { host: "robot.local", port: 2810, key });
  assert.throws(() => parseReference("IOR:0"), /no object reference/);
  assert.throws(() => addressOf({ typeId: "IDL:X:1.0", profiles: [] }), /no IIOP profile/);
});

test("an Any holds a string, and a struct with an object in it", () => {
  const writer = new CdrWriter();
  writeStringAny(writer, "push");
  assert.equal(readAny(new CdrReader(writer.finish(), true)), "push");
  const struct = new CdrWriter();
  struct.unsignedLong(15);
  struct.encapsulation((type) => {
    type.string("IDL:S:1.0");
    type.string("S");
    type.unsignedLong(2);
    type.string("rate");
    type.unsignedLong(7);
    type.string("port");
    type.unsignedLong(14);
    type.encapsulation((inner) => {
      inner.string("IDL:RTC/PortService:1.0");
      inner.string("PortService");
    });
  });
  struct.double(200);
  struct.string("IDL:RTC/PortService:1.0");
  struct.unsignedLong(0);
  const value = readAny(new CdrReader(struct.finish(), true));
  assert.deepEqual(value, { rate: 200, port: { typeId: "IDL:RTC/PortService:1.0", profiles: [] } });
});

test("a request is cut out of any pieces that a network makes of it", () => {
  const bytes = writeRequest({ id: 5, isAnswered: true, key, operation: "resolve" }, (writer) => writer.string("Arm0"));
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length * 3), { maxLength: 8 }), (cuts) => {
      const stream = Uint8Array.of(...bytes, ...bytes, ...bytes);
      const places = [0, ...cuts, stream.length].sort((a, b) => a - b);
      const cutter = new MessageCutter();
      const messages = places.flatMap((at, i) => cutter.push(stream.slice(places[i - 1] ?? 0, at)));
      assert.equal(messages.length, 3);
      for (const message of messages) {
        const { id, operation, body } = readRequest(message);
        assert.deepEqual([id, operation, body.string()], [5, "resolve", "Arm0"]);
      }
    }),
    { seed: 1 },
  );
});

test("replies and exceptions are told apart", () => {
  const cutter = new MessageCutter();
  const [done, failed] = cutter.push(
    Uint8Array.of(
      ...writeReply(1, (writer) => writer.double(0.25)),
      ...writeSystemException(2, "IDL:omg.org/CORBA/TRANSIENT:1.0"),
    ),
  );
  assert.ok(done && failed);
  const first = readReply(done);
  assert.ok(first.id === 1 && first.outcome.kind === "done" && first.outcome.body.double() === 0.25);
  const second = readReply(failed);
  assert.ok(second.outcome.kind === "system" && second.outcome.exception.includes("TRANSIENT"));
});

test("hostile bytes never crash or hang a reader: they are refused with a reason, or read", () => {
  const good = writeRequest({ id: 5, isAnswered: true, key, operation: "put" }, (writer) =>
    writer.octets(encodePayload("TimedDoubleSeq", { at: 1.5, data: new Float64Array(20) })),
  );
  const readAll = (bytes: Uint8Array): void => {
    for (const message of new MessageCutter().push(bytes)) {
      readRequest(message).body.octets();
      readReply(message);
    }
  };
  const refusedOrRead = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      assert.ok(error instanceof CorbaFault, String(error));
    }
  };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(good.length),
      (changes, length) => {
        const bytes = good.slice(0, length);
        for (const [at, value] of changes) if (at < length) bytes[at] = value;
        refusedOrRead(() => readAll(bytes));
        refusedOrRead(() => readAny(new CdrReader(bytes, true)));
        refusedOrRead(() => readReference(new CdrReader(bytes, false)));
        refusedOrRead(() => decodePayload("TimedDoubleSeq", bytes));
      },
    ),
    { numRuns: 3000, seed: 2 },
  );
});

test("timed doubles keep their time to a nanosecond and their numbers exactly", () => {
  const data = Float64Array.from({ length: 20 }, (_, i) => Math.sin(i));
  const { at, data: again } = decodePayload(
    "TimedDoubleSeq",
    encodePayload("TimedDoubleSeq", { at: 1234.000000001, data }),
  );
  assert.ok(Math.abs(at - 1234.000000001) < 1e-9);
  assert.deepEqual(again, data);
});
