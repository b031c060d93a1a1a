import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { need } from "../../../tools/debian.ts";
import { connectToInPort } from "./data-ports.ts";
import { encodePayload } from "./data-types.ts";
import { MessageCutter, readRequest, writeReply } from "./giop.ts";
import { bindName, listNames, nameServer, parseName, resolveName } from "./naming.ts";
import { nil, referenceTo, stringify, writeReference } from "./object-reference.ts";
import { openOrb } from "./orb.ts";
import { openServants } from "./servant.ts";
import { freePort } from "./testing/index.ts";

const servantsFor = async (t: TestContext, options = {}) => {
  const servants = await openServants(options);
  t.after(() => servants.close());
  return servants;
};

const orbFor = (t: TestContext, options = {}) => {
  const orb = openOrb(options);
  t.after(() => orb.close());
  return orb;
};

test("a call reaches a servant over TCP, and what it raises is named with what to do", async (t) => {
  const servants = await servantsFor(t);
  const orb = orbFor(t);
  const sum = servants.add("IDL:Test/Sum:1.0", "sum", {
    add: (body, reply) => reply.double(body.double() + body.double()),
  });
  const write = (a: number, b: number) => (writer: { double(value: number): void }) => {
    writer.double(a);
    writer.double(b);
  };
  const sums = await Promise.all([1, 2, 3].map((a) => orb.invoke(sum, "add", write(a, 0.5), (body) => body.double())));
  assert.deepEqual(sums, [1.5, 2.5, 3.5]);
  await assert.rejects(
    orb.invoke(
      sum,
      "divide",
      () => {},
      () => {},
    ),
    /BAD_OPERATION.*another type/,
  );
  servants.remove("sum");
  await assert.rejects(
    orb.invoke(sum, "add", write(1, 1), () => {}),
    /OBJECT_NOT_EXIST.*look it up again/,
  );
});

test("an ended server is told, and called again when it is back", async (t) => {
  const port = await freePort();
  const begin = () => servantsFor(t, { port });
  const first = await begin();
  const echo = {
    echo: (body: { string(): string }, reply: { string(value: string): void }) => reply.string(body.string()),
  };
  const reference = first.add("IDL:Test/Echo:1.0", "echo", echo);
  const orb = orbFor(t, { timeout: 500 });
  const call = () =>
    orb.invoke(
      reference,
      "echo",
      (writer) => writer.string("先"),
      (body) => body.string(),
    );
  assert.equal(await call(), "先");
  await first.close();
  await assert.rejects(call(), /not reached|ended/);
  const second = await begin();
  second.add("IDL:Test/Echo:1.0", "echo", echo);
  assert.equal(await call(), "先");
});

test("a server that never answers costs the time-out and no more", async (t) => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const orb = orbFor(t, { timeout: 50 });
  const silent = referenceTo("IDL:Test/Silent:1.0", { host: "127.0.0.1", port, key: new Uint8Array(4) });
  await assert.rejects(
    orb.invoke(
      silent,
      "wait",
      () => {},
      () => {},
    ),
    /not answered by .* within 50 ms/,
  );
});

/** A server whose every connection is answered by `play`, which is told which connection it is. */
const playing = async (t: TestContext, play: (nth: number, id: number) => Uint8Array | "silent") => {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const nth = connections;
    connections += 1;
    sockets.add(socket);
    const cutter = new MessageCutter();
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const message of cutter.push(chunk)) {
        const answer = play(nth, readRequest(message).id);
        if (answer !== "silent") socket.write(answer);
      }
    });
  }).listen(0, "127.0.0.1");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const target = referenceTo("IDL:Test/Played:1.0", { host: "127.0.0.1", port, key: new Uint8Array(4) });
  return { target, connections: () => connections };
};

const yes = (id: number): Uint8Array => writeReply(id, (writer) => writer.boolean(true));

test("a line on which nothing is heard for three time-outs is taken for cut, and opened anew", async (t) => {
  const { target, connections } = await playing(t, (nth, id) => (nth === 0 ? "silent" : yes(id)));
  const orb = orbFor(t, { timeout: 30 });
  const ask = () =>
    orb.invoke(
      target,
      "ask",
      () => {},
      (body) => body.boolean(),
    );
  for (let i = 0; i < 3; i += 1) await assert.rejects(ask(), /not answered .* network cut/);
  assert.equal(await ask(), true);
  assert.equal(connections(), 2);
});

test("a call that meets an ORB tidying up its idle connections is made again on a new one", async (t) => {
  const tidy = Uint8Array.of(0x47, 0x49, 0x4f, 0x50, 1, 0, 1, 5, 0, 0, 0, 0);
  let asked = 0;
  const { target, connections } = await playing(t, (nth, id) => {
    asked += 1;
    return nth === 0 && asked > 1 ? tidy : yes(id);
  });
  const orb = orbFor(t);
  const ask = () =>
    orb.invoke(
      target,
      "ask",
      () => {},
      (body) => body.boolean(),
    );
  assert.equal(await ask(), true);
  assert.equal(await ask(), true);
  assert.deepEqual([connections(), asked], [2, 3]);
});

test("a servant that hears what is no GIOP answers so, closes that line, and serves the others", async (t) => {
  const servants = await servantsFor(t);
  const reference = servants.add("IDL:Test/Up:1.0", "up", { up: (_, reply) => reply.boolean(true) });
  const socket = connect(servants.port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\n\r\n");
  const [answer] = (await once(socket, "data")) as [Buffer];
  assert.equal(answer.subarray(0, 4).toString(), "GIOP");
  assert.equal(answer[7], 6);
  await once(socket, "close");
  const orb = orbFor(t);
  assert.equal(
    await orb.invoke(
      reference,
      "up",
      () => {},
      (body) => body.boolean(),
    ),
    true,
  );
});

/** A port that accepts a connector and lends an InPort, as OpenRTM's do. */
const fakeInPort = (servants: Awaited<ReturnType<typeof openServants>>, taken: Uint8Array[], isFull: () => boolean) => {
  const inPort = servants.add("IDL:OpenRTM/InPortCdr:1.0", "in", {
    put: (body, reply) => {
      taken.push(body.octets().slice());
      reply.unsignedLong(isFull() ? 2 : 0);
    },
  });
  return servants.add("IDL:RTC/PortService:1.0", "port", {
    connect: (body, reply) => {
      const [name, id] = [body.string(), body.string()];
      reply.unsignedLong(0);
      reply.string(name);
      reply.string(id);
      reply.unsignedLong(0);
      reply.unsignedLong(1);
      reply.string("dataport.corba_cdr.inport_ior");
      reply.unsignedLong(18);
      reply.unsignedLong(0);
      reply.string(stringify(inPort));
    },
    disconnect: (_, reply) => reply.unsignedLong(0),
  });
};

test("numbers are put into an InPort, and a full one says so", async (t) => {
  const servants = await servantsFor(t);
  const taken: Uint8Array[] = [];
  let isFull = false;
  const reference = fakeInPort(servants, taken, () => isFull);
  const orb = orbFor(t);
  const port = {
    name: "Arm0.command",
    reference,
    connectors: [],
    properties: { "dataport.data_type": "TimedDoubleSeq" },
  };
  const connection = await connectToInPort(orb, port, { id: "t1" });
  const payload = encodePayload("TimedDoubleSeq", { at: 2.5, data: Float64Array.of(1, 2, 3) });
  assert.equal(await connection.put(payload), "PORT_OK");
  isFull = true;
  assert.equal(await connection.put(payload), "BUFFER_FULL");
  assert.deepEqual(taken[0], payload);
  await connection.close();
});

const startNames = async (t: TestContext, folder: string, port: number): Promise<ChildProcess> => {
  const child = spawn("omniNames", ["-start", String(port), "-logdir", folder], { stdio: "ignore" });
  t.after(() => child.kill("SIGKILL"));
  const deadline = performance.now() + 10_000;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return child;
    if (performance.now() > deadline) throw new Error("omniNames does not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

test("omniORB's name server binds, lists and resolves for us, and omniORB's own client sees what we bound", async (t) => {
  const missing = need("omniorb", "omniorb-nameserver");
  if (missing) return t.skip(missing);
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-names-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  await startNames(t, folder, port);
  const orb = orbFor(t);
  const server = nameServer("127.0.0.1", port);
  const servants = await servantsFor(t);
  const robot = servants.add("IDL:RTC/RTObject:1.0", "robot", {});
  await bindName(orb, server, parseName("Arm0.rtc"), (writer) => writeReference(writer, robot));
  const names = await listNames(orb, server);
  assert.deepEqual(names, [{ name: [{ id: "Arm0", kind: "rtc" }], isContext: false }]);
  assert.deepEqual(await resolveName(orb, server, parseName("Arm0.rtc")), robot);
  await assert.rejects(resolveName(orb, server, parseName("Arm9.rtc")), /NotFound.*list what there is/);
  const listed = execFileSync("nameclt", ["-ORBInitRef", `NameService=corbaname::127.0.0.1:${port}`, "list"], {
    encoding: "utf8",
  });
  assert.match(listed, /Arm0\.rtc/);
  assert.notDeepEqual(robot, nil);
});
