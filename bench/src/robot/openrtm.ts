import {
  connectToInPort,
  connectToOutPort,
  decodePayload,
  encodePayload,
  nameServer,
  type ObjectReference,
  type Orb,
  openOrb,
  openServants,
  type PutConnection,
  parseName,
  portNamed,
  resolveName,
  type Servants,
  subscribeToOutPort,
} from "@sakiyomi/openrtm";
import { openRig } from "@sakiyomi/openrtm/testing";
import { type RobotRow, spreadOf } from "./row.ts";

export interface OpenrtmBenchOptions {
  /** Rounds of each figure. */
  readonly rounds?: number;
  /** Payloads a round. */
  readonly payloads?: number;
  readonly hz?: number;
}

interface Peer {
  readonly orb: Orb;
  readonly servants: Servants;
  readonly component: ObjectReference;
}

interface Sizes {
  readonly rounds: number;
  readonly payloads: number;
  readonly hz: number;
}

/**
 * Data ports of the C++ peer on Debian's omniORB: 20 doubles put at a rate and back to back, got, and pushed into our
 * servant; a picture of 921 kB. Needs g++, libomniorb4-dev, omniidl and omniorb-nameserver.
 */
export const benchOpenrtm = async (options: OpenrtmBenchOptions = {}): Promise<readonly RobotRow[]> => {
  const sizes = { rounds: options.rounds ?? 5, payloads: options.payloads ?? 400, hz: options.hz ?? 200 };
  const rig = await openRig();
  const orb = openOrb();
  const servants = await openServants();
  try {
    await rig.peer(["echo", "Echo0", "200"]);
    const component = await resolveName(orb, nameServer("127.0.0.1", rig.namesPort), parseName("Echo0.rtc"));
    const peer = { orb, servants, component };
    return [
      ...(await putAtRate(peer, sizes)),
      await backToBack(peer, sizes),
      await got(peer, sizes),
      await roundTrip(peer, sizes),
      await picture(peer, sizes),
    ];
  } finally {
    orb.close();
    await servants.close();
    await rig.end();
  }
};

const twenty = encodePayload("TimedDoubleSeq", { at: 1, data: Float64Array.from({ length: 20 }, (_, i) => i / 7) });

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** One warm-up, then so many rounds. */
const roundsOf = async <T>({ rounds }: Sizes, play: () => Promise<T>): Promise<readonly T[]> => {
  const seen: T[] = [];
  for (let i = 0; i <= rounds; i += 1) {
    const round = await play();
    if (i > 0) seen.push(round);
  }
  return seen;
};

const inPort = async ({ orb, component }: Peer, port: string): Promise<PutConnection> =>
  connectToInPort(orb, await portNamed(orb, component, port), { id: `bench-${port}` });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};

const until = async (time: number): Promise<void> => {
  const left = time - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
};

/** The peer counts what it took: what was put and not counted is lost. */
const counter = async ({ orb, component }: Peer) => {
  const count = await connectToOutPort(orb, await portNamed(orb, component, "count"), { id: "bench-count" });
  return {
    taken: async (): Promise<number> => {
      const { payload } = await count.get();
      return payload ? decodePayload("TimedLong", payload).data : 0;
    },
    close: () => count.close(),
  };
};

const putAtRate = async (peer: Peer, sizes: Sizes): Promise<readonly RobotRow[]> => {
  const { payloads, hz, rounds } = sizes;
  const count = await counter(peer);
  const line = await inPort(peer, "counted");
  const all = await roundsOf(sizes, async () => {
    const took: number[] = [];
    const begin = performance.now();
    for (let i = 0; i < payloads; i += 1) {
      await until(begin + (i * 1000) / hz);
      took.push(await timed(() => line.put(twenty)));
    }
    return took;
  });
  const taken = await count.taken();
  await line.close();
  await count.close();
  const sent = payloads * (rounds + 1);
  const row = (name: string, share: number): RobotRow => ({
    what: `OpenRTM put of 20 doubles at ${hz} Hz, ${name}`,
    unit: "ms",
    ours: spreadOf(all.map((round) => quantile(round, share))),
    note: `lost: ${sent - taken} of ${sent}`,
  });
  return [{ ...row("p50", 0.5), asked: { of: "median", than: "at most", value: 0.5 } }, row("p99", 0.99)];
};

const backToBack = async (peer: Peer, sizes: Sizes): Promise<RobotRow> => {
  const line = await inPort(peer, "counted");
  const all = await roundsOf(sizes, async () => {
    const took = await timed(async () => {
      for (let i = 0; i < sizes.payloads; i += 1) await line.put(twenty);
    });
    return (1000 * sizes.payloads) / took;
  });
  await line.close();
  return { what: "OpenRTM put of 20 doubles, one after the other", unit: "put / s", ours: spreadOf(all) };
};

const got = async (peer: Peer, sizes: Sizes): Promise<RobotRow> => {
  const { orb, component } = peer;
  const source = await connectToOutPort(orb, await portNamed(orb, component, "TimedDoubleSeqOut"), { id: "bench-get" });
  const line = await inPort(peer, "TimedDoubleSeqIn");
  const all = await roundsOf(sizes, async () => {
    const took: number[] = [];
    for (let i = 0; i < sizes.payloads; i += 1) {
      await line.put(twenty);
      took.push(await timed(() => source.get()));
    }
    return quantile(took, 0.5);
  });
  await line.close();
  await source.close();
  return { what: "OpenRTM get of 20 doubles, p50", unit: "ms", ours: spreadOf(all) };
};

/** Until the peer has pushed what was put back into our servant. */
const pushedBack = async (peer: Peer, type: "TimedDoubleSeq" | "CameraImage", sizes: Sizes, payload: Uint8Array) => {
  const { orb, servants, component } = peer;
  let arrived: () => void = () => {};
  const subscription = await subscribeToOutPort(orb, servants, await portNamed(orb, component, `${type}Out`), {
    id: `bench-push-${type}`,
    subscription: "flush",
    take: () => {
      arrived();
      return "PORT_OK";
    },
  });
  const line = await inPort(peer, `${type}In`);
  const all = await roundsOf(sizes, async () => {
    const took: number[] = [];
    for (let i = 0; i < sizes.payloads; i += 1) {
      const back = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      took.push(await timed(() => Promise.all([line.put(payload), back])));
    }
    return quantile(took, 0.5);
  });
  await line.close();
  await subscription.close();
  return spreadOf(all);
};

const roundTrip = async (peer: Peer, sizes: Sizes): Promise<RobotRow> => ({
  what: "OpenRTM 20 doubles put, and pushed back into our servant, p50",
  unit: "ms",
  ours: await pushedBack(peer, "TimedDoubleSeq", sizes, twenty),
});

const picture = async (peer: Peer, sizes: Sizes): Promise<RobotRow> => {
  const [width, height] = [640, 480];
  const data = { width, height, bitsPerPixel: 24, format: "", focus: 0, pixels: new Uint8Array(width * height * 3) };
  const payload = encodePayload("CameraImage", { at: 1, data });
  const line = await inPort(peer, "CameraImageIn");
  const all = await roundsOf({ ...sizes, rounds: sizes.rounds }, async () => {
    const took: number[] = [];
    for (let i = 0; i < sizes.payloads / 10; i += 1) took.push(await timed(() => line.put(payload)));
    return quantile(took, 0.5);
  });
  await line.close();
  return {
    what: `OpenRTM put of a picture of ${Math.round(payload.length / 1000)} kB, p50`,
    unit: "ms",
    ours: spreadOf(all),
  };
};
