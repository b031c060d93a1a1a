import { isOfClass, rowOf, type Signal, type SourceId } from "@sakiyomi/core";
import type { Simulated } from "@sakiyomi/simulator";
import { encodeWaves, type WaveFrame } from "@sakiyomi/wave";
import type { Sender, Ward } from "../ward/port.ts";

/** What was sent about somebody. */
export interface Said {
  readonly resident: { readonly id: string };
  readonly signals: readonly Simulated[];
}

/** The gateway through which all simulated devices and staff speak; the bindings say whose each device is. */
const gateway: Sender = { source: "device:simulator" as SourceId, prefix: "" };

/** Says what simulated people's devices and staff send, in the forms in which real ones would. */
export async function speak(ward: Ward, said: readonly Said[]): Promise<void> {
  const raw = said.flatMap(({ resident, signals }) =>
    signals.filter((one) => !isWave(one)).map((one) => wire(one, resident.id)),
  );
  const frames = said.flatMap(({ signals }) => signals.flatMap((one) => frameOf(one)));
  // Both at once: what waits for the disk in between is stamped later than it was said.
  await Promise.all([
    raw.length > 0 && ward.receive(raw, gateway),
    frames.length > 0 && ward.receiveWaves(encodeWaves(frames), gateway),
  ]);
}

const isWave = (one: Simulated): boolean => isOfClass(one as Signal, "wave");

/** People say whom they mean; a device does not know who wears it. */
function wire({ kind, at, value, source, sequence, quality }: Simulated, person: string) {
  const row = rowOf(kind);
  return {
    kind,
    value,
    source,
    sequence,
    quality,
    at: new Date(at).toISOString(),
    ...("unit" in row ? { unit: row.unit } : {}),
    ...(source.startsWith("staff:") ? { subject: `person:${person}` } : {}),
  };
}

function frameOf(one: Simulated): readonly WaveFrame[] {
  const signal = one as Signal;
  if (!isOfClass(signal, "wave")) return [];
  const { kind, at, sequence, source, value } = signal;
  const row = rowOf(kind);
  return [{ kind, at, sequence, source, unit: "unit" in row ? row.unit : "", ...value }];
}
