import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RobotFeatures } from "@sakiyomi/robot";
import { nameServer, parseName, resolveName } from "../naming.ts";
import type { ObjectReference } from "../object-reference.ts";
import { openOrb } from "../orb.ts";
import { sensorPort } from "../robot/robot-ports.ts";
import { eventually, freePort, type Started, startNames, startPeer } from "./peer-program.ts";

/** Arguments of a C++ component that wraps a served body: free-running, or in lockstep by a period. */
export const robotPeer = (
  name: string,
  features: RobotFeatures,
  { bodyPort, period = 0, rate = 100 }: { readonly bodyPort: number; readonly period?: number; readonly rate?: number },
): readonly string[] => {
  const sensors = features.sensors.flatMap((sensor, i) =>
    sensor.shape.reduce((product, length) => product * length, 1) <= mostValues
      ? [`${i}=${sensorPort(sensor).name}`]
      : [],
  );
  return ["robot", name, String(rate), `127.0.0.1:${bodyPort}`, String(period), sensors.join()];
};

/** The body server leaves out samples with more values. */
const mostValues = 64;

/** A name server of omniORB's with C++ components at it, for as long as a test takes. */
export interface Rig {
  readonly names: ObjectReference;
  readonly namesPort: number;
  /** As `startPeer`, and waits until its name is bound. */
  peer(args: readonly string[]): Promise<Started>;
  /** Kills the name server, and starts it again with the names that it had. */
  killNames(): Promise<void>;
  restartNames(): Promise<void>;
  end(): Promise<void>;
}

export const openRig = async (): Promise<Rig> => {
  const folder = mkdtempSync(join(tmpdir(), "sakiyomi-openrtm-"));
  const namesPort = await freePort();
  const names = nameServer("127.0.0.1", namesPort);
  let server = await startNames(folder, namesPort);
  const peers: Started[] = [];
  const orb = openOrb({ timeout: 1000 });
  return {
    names,
    namesPort,
    peer: async (args) => {
      const before = await resolveName(orb, names, parseName(`${args[1]}.rtc`)).catch(() => null);
      const peer = await startPeer(namesPort, args);
      peers.push(peer);
      await eventually(`${args[1]} at the name server`, async () => {
        const now = await resolveName(orb, names, parseName(`${args[1]}.rtc`));
        // One that was there before is that of a component that has ended.
        return JSON.stringify(now) === JSON.stringify(before) ? null : now;
      });
      return peer;
    },
    killNames: () => server.end(),
    restartNames: async () => {
      server = await startNames(folder, namesPort);
    },
    end: async () => {
      orb.close();
      for (const peer of peers) await peer.end();
      await server.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
