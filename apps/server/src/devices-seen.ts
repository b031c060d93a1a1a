import { type Binding, bareIdOf, isBoundAt, type Resource } from "@sakiyomi/core";
import type { Who } from "./access/access.ts";
import { mayFor } from "./access/reach.ts";
import type { DeviceView } from "./api.ts";
import type { House } from "./house.ts";

type BindingRecord = Binding & Resource;

/** Every device that has a token or is bound to somebody; whose it is only for those who may see the person. */
export async function deviceViews(house: House, who: Who): Promise<readonly DeviceView[]> {
  const { ward, access, intake } = house;
  const now = ward.now();
  const bindings = (await ward.records.search<BindingRecord>("Binding")).map(({ resource }) => resource);
  const tokens = access.devices.all();
  const ids = new Set([...tokens.map(({ id }) => id), ...bindings.map(({ device }) => bareIdOf(device))]);
  const scene = access.scene();
  return [...ids].sort().map((id) => {
    const bound = bindings.find((binding) => bareIdOf(binding.device) === id && isBoundAt(binding, now));
    const person = bound && scene.person(bareIdOf(bound.subject));
    const seen = person && mayFor(who.account, "person.see", person.id, scene) ? person : null;
    const sighting = intake.sighting(`device:${id}`);
    return {
      id,
      name: tokens.find((token) => token.id === id)?.name ?? id,
      boundTo: seen?.id ?? null,
      boundName: seen?.name ?? null,
      lastAt: sighting?.at ?? null,
      kinds: sighting?.kinds ?? [],
    };
  });
}
