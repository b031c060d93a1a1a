import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { need } from "../../../tools/debian.ts";
import {
  activate,
  connectPort,
  contextsOf,
  deactivate,
  disconnectPort,
  portNamed,
  portProfile,
  portsOf,
  rateOf,
  stateOf,
} from "./components.ts";
import { connectToInPort, connectToOutPort, offerToInPort, subscribeToOutPort } from "./data-ports.ts";
import {
  type DataTypeName,
  type DataTypes,
  dataTypeNames,
  decodePayload,
  encodePayload,
  repositoryId,
} from "./data-types.ts";
import { listNames, nameServer, parseName, resolveName } from "./naming.ts";
import type { ObjectReference } from "./object-reference.ts";
import { type Orb, openOrb } from "./orb.ts";
import { openServants, type ServantOptions, type Servants } from "./servant.ts";
import { eventually, freePort, halt, peerPackages, type Started, startNames, startPeer } from "./testing/index.ts";

interface Bench {
  readonly orb: Orb;
  readonly servants: Servants;
  readonly component: ObjectReference;
  readonly peer: Started;
  readonly namesPort: number;
  readonly names: ObjectReference;
}

/** A name server, and the C++ peer's echo component at it. */
const peerFor = async (t: TestContext, options: ServantOptions = {}, isLittle = true): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-openrtm-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const namesPort = await freePort();
  const nameServerProcess = await startNames(folder, namesPort);
  t.after(() => nameServerProcess.end());
  const peer = await startPeer(namesPort, ["echo", "Echo0", "200"]);
  t.after(() => peer.end());
  const orb = openOrb({ timeout: 2000, isLittle });
  t.after(() => orb.close());
  const servants = await openServants(options);
  t.after(() => servants.close());
  const names = nameServer("127.0.0.1", namesPort);
  const component = await eventually("Echo0", () => resolveName(orb, names, parseName("Echo0.rtc")));
  return { orb, servants, component, peer, namesPort, names };
};

const doubles = (count: number, from = 0): Float64Array => Float64Array.from({ length: count }, (_, i) => from + i / 7);

test("a C++ component is found, shows its ports, and is activated and deactivated", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, component, names } = await peerFor(t);
  assert.deepEqual(await listNames(orb, names), [{ name: [{ id: "Echo0", kind: "rtc" }], isContext: false }]);
  const ports = await portsOf(orb, component);
  assert.equal(ports.length, 2 * dataTypeNames.length + 5);
  const [first] = ports;
  assert.ok(first);
  const profile = await portProfile(orb, first);
  assert.equal(profile.name, "Echo0.TimedBooleanOut");
  assert.equal(profile.properties["dataport.data_type"], "IDL:RTC/TimedBoolean:1.0");
  // An object reference in an Any.
  assert.equal((profile.properties["port.self"] as ObjectReference).typeId, "IDL:omg.org/RTC/PortService:1.0");
  await assert.rejects(portNamed(orb, component, "elbow"), /no port "elbow".*Echo0\.TimedBooleanOut/);

  const [context] = await contextsOf(orb, component);
  assert.ok(context);
  assert.equal(await rateOf(orb, context), 200);
  assert.equal(await stateOf(orb, context, component), "INACTIVE");
  await activate(orb, context, component);
  assert.equal(await stateOf(orb, context, component), "ACTIVE");
  await assert.rejects(activate(orb, context, component), /PRECONDITION_NOT_MET/);
  await deactivate(orb, context, component);
  assert.equal(await stateOf(orb, context, component), "INACTIVE");
});

test("a connector is made, listed, refused for another type, and taken away", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, component } = await peerFor(t);
  const port = await portNamed(orb, component, "TimedDoubleSeqIn");
  const connection = await connectToInPort(orb, port, { id: "line" });
  const [connector] = (await portProfile(orb, port.reference)).connectors;
  assert.equal(connector?.id, "line");
  assert.equal(connector.properties["dataport.dataflow_type"], "push");
  await connection.close();
  assert.equal((await portProfile(orb, port.reference)).connectors.length, 0);
  await assert.rejects(disconnectPort(orb, port.reference, "line"), /BAD_PARAMETER/);
  await assert.rejects(connectToInPort(orb, port, { id: "line", type: "IDL:RTC/TimedLong:1.0" }), /BAD_PARAMETER/);
  await assert.rejects(
    connectPort(orb, (await portNamed(orb, component, "clock")).reference, {
      name: "n",
      id: "n",
      properties: { "dataport.data_type": "IDL:RTC/TimedDoubleSeq:1.0", "dataport.dataflow_type": "push" },
    }),
    /RTC_ERROR/,
  );
});

const samples: { readonly [Name in DataTypeName]: DataTypes[Name] } = {
  TimedBoolean: true,
  TimedShort: -300,
  TimedLong: -7,
  TimedFloat: 0.25,
  TimedLongSeq: Int32Array.of(1, -2, 3),
  TimedDouble: Math.PI,
  TimedString: "先読み",
  TimedDoubleSeq: doubles(20),
  TimedFloatSeq: Float32Array.of(1.5, -2.25),
  TimedOctetSeq: Uint8Array.of(0, 1, 255),
  TimedVelocity2D: { vx: 0.1, vy: -0.2, va: 0.3 },
  TimedPose2D: { x: 1, y: 2, heading: -0.5 },
  CameraImage: { width: 3, height: 1, bitsPerPixel: 24, format: "", focus: 1.5, pixels: new Uint8Array(9).fill(200) },
};

for (const isLittle of [true, false])
  test(`each data type goes through omniORB and comes back the same, ${isLittle ? "little" : "big"} endian, put and get, put and pushed`, async (t) => {
    const missing = need(...peerPackages);
    if (missing) return t.skip(missing);
    const { orb, servants, component } = await peerFor(t, { isLittle }, isLittle);
    for (const type of dataTypeNames) {
      const payload = encodePayload(type, { at: 12.000000001, data: samples[type] } as never, isLittle);
      const options = { isLittle, type: repositoryId(type) };
      const out = await portNamed(orb, component, `${type}Out`);
      const getting = await connectToOutPort(orb, out, { ...options, id: `get-${type}` });
      assert.equal((await getting.get()).code, "BUFFER_EMPTY");
      const pushed: Uint8Array[] = [];
      await subscribeToOutPort(orb, servants, out, {
        ...options,
        id: `push-${type}`,
        subscription: "flush",
        take: (bytes) => {
          pushed.push(bytes);
          return "PORT_OK";
        },
      });
      const putting = await connectToInPort(orb, await portNamed(orb, component, `${type}In`), {
        ...options,
        id: `put-${type}`,
      });
      assert.equal(await putting.put(payload), "PORT_OK");
      const { code, payload: back } = await getting.get();
      assert.equal(code, "PORT_OK");
      assert.ok(back);
      // Not byte by byte: what omniORB fills gaps with is its own.
      for (const bytes of [back, ...pushed])
        assert.deepEqual(decodePayload(type, bytes, isLittle), { at: 12.000000001, data: samples[type] });
      assert.equal(pushed.length, 1);
    }
  });

test("an InPort that gets when it wants to gets from us all that we offer; what is too much is dropped and counted", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, servants, component } = await peerFor(t);
  const [context] = await contextsOf(orb, component);
  assert.ok(context);
  const counted = await connectToOutPort(orb, await portNamed(orb, component, "count"), { id: "count" });
  const inPort = await portNamed(orb, component, "counted");
  const offering = await offerToInPort(orb, servants, inPort, { id: "offer", most: 4 });
  for (let i = 0; i < 6; i += 1) offering.offer(encodePayload("TimedDoubleSeq", { at: i, data: doubles(3) }));
  assert.equal(offering.dropped, 2);
  await activate(orb, context, component);
  const count = await eventually("four payloads", async () => {
    const { payload } = await counted.get();
    return payload && decodePayload("TimedLong", payload).data === 4 ? 4 : null;
  });
  assert.equal(count, 4);
  await offering.close();
});

test("an OutPort pushes into us at its own 200 Hz, in order and without a gap", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, servants, component } = await peerFor(t);
  const [context] = await contextsOf(orb, component);
  assert.ok(context);
  const ticks: number[] = [];
  const clock = await portNamed(orb, component, "clock");
  const subscription = await subscribeToOutPort(orb, servants, clock, {
    id: "ticks",
    take: (payload) => {
      ticks.push(decodePayload("TimedDoubleSeq", payload).data[0] ?? Number.NaN);
      return "PORT_OK";
    },
  });
  const from = performance.now();
  await activate(orb, context, component);
  await eventually("60 ticks", async () => (ticks.length >= 60 ? true : null));
  const rate = ticks.length / ((performance.now() - from) / 1000);
  assert.ok(rate > 50 && rate < 300, `${rate} Hz`);
  assert.deepEqual(
    ticks,
    Array.from(ticks, (_, i) => i),
  );
  await subscription.close();
  const after = ticks.length;
  assert.equal((await portProfile(orb, clock.reference)).connectors.length, 0);
  assert.ok(ticks.length - after <= 1);
});

test("numbers are put at 200 Hz and none is lost; a full port says so", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, component } = await peerFor(t);
  const counted = await connectToOutPort(orb, await portNamed(orb, component, "count"), { id: "count" });
  const putting = await connectToInPort(orb, await portNamed(orb, component, "counted"), { id: "put" });
  const payload = encodePayload("TimedDoubleSeq", { at: 1, data: doubles(20) });
  let next = performance.now();
  for (let i = 0; i < 100; i += 1) {
    assert.equal(await putting.put(payload), "PORT_OK");
    next += 5;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
  const { payload: last } = await counted.get();
  assert.ok(last);
  assert.equal(decodePayload("TimedLong", last).data, 100);
  const full = await connectToInPort(orb, await portNamed(orb, component, "full"), { id: "full" });
  assert.equal(await full.put(payload), "BUFFER_FULL");
});

test("a picture of 921 kB comes from omniORB in GIOP 1.2 and its fragments; one beyond 2 MiB is refused with the reason", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, servants, component } = await peerFor(t, { minor: 2 });
  const picture = (width: number, height: number) =>
    encodePayload("CameraImage", {
      at: 3,
      data: {
        width,
        height,
        bitsPerPixel: 24,
        format: "",
        focus: 0,
        pixels: Uint8Array.from({ length: width * height * 3 }, (_, i) => i % 251),
      },
    });
  const seen: Uint8Array[] = [];
  await subscribeToOutPort(orb, servants, await portNamed(orb, component, "CameraImageOut"), {
    id: "seen",
    subscription: "flush",
    take: (bytes) => {
      seen.push(bytes);
      return "PORT_OK";
    },
  });
  const putting = await connectToInPort(orb, await portNamed(orb, component, "CameraImageIn"), { id: "show" });
  const small = picture(640, 480);
  assert.equal(await putting.put(small), "PORT_OK");
  assert.deepEqual(
    seen.map((bytes) => decodePayload("CameraImage", bytes)),
    [decodePayload("CameraImage", small)],
  );
  await assert.rejects(putting.put(picture(1280, 720)), /2764\d\d\d bytes.*2 MiB.*giopMaxMsgSize/);
  assert.equal(await putting.put(small), "PORT_OK", "and the line is there again");
});

test("a port that has moved is followed (LOCATION_FORWARD), and asked at its new place from then on", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb, component } = await peerFor(t);
  const moved = await connectToInPort(orb, await portNamed(orb, component, "moved"), { id: "moved" });
  const payload = encodePayload("TimedDoubleSeq", { at: 1, data: doubles(3) });
  for (let i = 0; i < 3; i += 1) assert.equal(await moved.put(payload), "PORT_OK");
});

test("a stopped component costs the time-out, a killed one fails at once, both with what to do", async (t) => {
  const missing = need(...peerPackages);
  if (missing) return t.skip(missing);
  const { orb: unused, component, peer } = await peerFor(t);
  unused.close();
  const orb = openOrb({ timeout: 150 });
  t.after(() => orb.close());
  const putting = await connectToInPort(orb, await portNamed(orb, component, "counted"), { id: "put" });
  const payload = encodePayload("TimedDoubleSeq", { at: 1, data: doubles(20) });
  await halt(peer);
  const from = performance.now();
  await assert.rejects(putting.put(payload), /put was not answered .* within 150 ms.*stopped/);
  assert.ok(performance.now() - from < 500);
  peer.child.kill("SIGCONT");
  assert.equal(await putting.put(payload), "PORT_OK");
  await peer.end();
  await assert.rejects(putting.put(payload), /not reached|ended/);
});
