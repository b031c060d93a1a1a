// Our side of the comparison: the store behind a plain HTTP server, in a process of its own. Prints its port.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Signal, SourceId, SubjectId } from "@sakiyomi/core";
import { openSignalStore } from "@sakiyomi/sqlite";
import { decodeWaves, encodeWaves, type WaveFrame, waveBlockOf, waveFrameOf } from "@sakiyomi/wave";
import { channels } from "./signals.ts";

const store = await openSignalStore({ dir: process.argv[2] ?? "" });
const subjectOf = (channel: number | string): SubjectId => `person:p${channel}` as SubjectId;

type Answer = Uint8Array | string;

const routes: Readonly<Record<string, (url: URL, body: Buffer) => Promise<Answer>>> = {
  "POST /waves": async (_url, body) => {
    const read = decodeWaves(body);
    if (!read.ok) throw new Error(read.refusal.expected);
    const receivedAt = Date.now();
    await store.append(read.value.map((frame) => signalOf(frame, receivedAt)));
    return "";
  },
  "POST /vitals": async (_url, body) => {
    await store.append(vitalsIn(body.toString()));
    return "";
  },
  "GET /window": async (url) => {
    const [from, to] = [number(url, "from"), number(url, "to")];
    const found = await store.range({ subject: subjectOf(number(url, "channel")), kind: "ecg", from, to });
    return encodeWaves(found.map(waveFrameOf));
  },
  "GET /latest": async () => {
    const subjects = Array.from({ length: channels }, (_, channel) => subjectOf(channel));
    const found = await Promise.all(subjects.map((subject) => store.latest(subject, ["ecg"])));
    return JSON.stringify(
      found.flat().map(({ subject, at, value }) => [subject, at, (value as { samples: Int32Array }).samples.at(-1)]),
    );
  },
  "GET /plot": async (url) => {
    const [from, to, buckets] = [number(url, "from"), number(url, "to"), number(url, "buckets")];
    return JSON.stringify(
      await store.summary({ subject: subjectOf(number(url, "channel")), kind: "heart-rate", from, to, buckets }),
    );
  },
  "POST /flush": async () => {
    await store.flush();
    return "";
  },
};

const number = (url: URL, name: string): number => Number(url.searchParams.get(name));

function signalOf(frame: WaveFrame, receivedAt: number): Signal {
  const { subject, source, kind, at, sequence } = frame;
  return { subject, source, kind, at, receivedAt, sequence, value: waveBlockOf(frame), quality: "good" } as Signal;
}

interface Vital {
  readonly channel: number;
  readonly at: number;
  readonly stepMs: number;
  readonly values: readonly number[];
}

function vitalsIn(body: string): Signal[] {
  const receivedAt = Date.now();
  return (JSON.parse(body) as Vital[]).flatMap(({ channel, at, stepMs, values }) => {
    const whose = {
      subject: subjectOf(channel),
      source: `device:d${channel}` as SourceId,
      kind: "heart-rate" as const,
    };
    return values.map((value, i) => ({
      ...whose,
      at: at + i * stepMs,
      receivedAt,
      sequence: 0,
      value: value / 10,
      quality: "good" as const,
    }));
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  bodyOf(request)
    .then(
      (body) => routes[`${request.method} ${url.pathname}`]?.(url, body) ?? Promise.reject(new Error("no such path")),
    )
    .then(
      (answer) => response.end(answer),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
});
// A client that computes for a while finds its connections open.
server.keepAliveTimeout = 600_000;
process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  store.close().catch((error: unknown) => process.stderr.write(`${error}\n`));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
