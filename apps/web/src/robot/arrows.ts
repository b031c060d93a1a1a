import type { FrameContact } from "@sakiyomi/robot";
import { ConeGeometry, CylinderGeometry, Group, Mesh, MeshBasicMaterial, Quaternion, Vector3 } from "three";
import type { Scheme } from "./ground.ts";

export type ShareLevel = "thing" | "low" | "medium" | "high";

/** How near a force is to where the guard acts: half of it is worth a look, all of it is too much. */
export const levelOf = (share: number | null): ShareLevel => {
  if (share === null) return "thing";
  if (share >= 1) return "high";
  return share >= 0.5 ? "medium" : "low";
};

/** The colours of alarms mean here what they mean everywhere on the page (tokens.css). */
export const shareColours: Readonly<Record<Scheme, Readonly<Record<ShareLevel, string>>>> = {
  light: { thing: "#71837d", low: "#0f7f8f", medium: "#d9a800", high: "#c81e17" },
  dark: { thing: "#8a9b97", low: "#57bfd2", medium: "#f2cb45", high: "#ff5a50" },
};

/** 25 N are this long, m; longer forces grow by the root, so that a push does not leave the picture. */
const lengthOf25 = 0.18;
const most = 24;
const up = new Vector3(0, 1, 0);

export const arrowLength = (newtons: number): number => Math.min(0.5, lengthOf25 * Math.sqrt(newtons / 25));

const arrowOf = (): Group => {
  const material = new MeshBasicMaterial({ depthTest: false, transparent: true, opacity: 0.95 });
  const shaft = new Mesh(new CylinderGeometry(0.006, 0.006, 1, 10).translate(0, 0.5, 0), material);
  const tip = new Mesh(new ConeGeometry(0.018, 0.045, 14), material);
  const arrow = new Group();
  arrow.add(shaft, tip);
  arrow.renderOrder = 5;
  arrow.visible = false;
  return arrow;
};

/** From `from` along a force; shorter than a millimetre is not shown. */
export const placeArrow = (arrow: Group, from: Vector3, force: Vector3, colour: string): void => {
  const length = arrowLength(force.length());
  const [shaft, tip] = arrow.children;
  arrow.visible = length > 0.02;
  if (!(arrow.visible && shaft instanceof Mesh && tip)) return;
  arrow.position.copy(from);
  arrow.quaternion.copy(new Quaternion().setFromUnitVectors(up, force.clone().normalize()));
  shaft.scale.y = length;
  tip.position.y = length;
  (shaft.material as MeshBasicMaterial).color.set(colour);
};

export interface Arrows {
  readonly group: Group;
  put(contacts: readonly FrameContact[]): void;
}

/** Forces where something is touched; people are told from things by their colour. */
export const contactArrows = (scheme: Scheme): Arrows => {
  const group = new Group();
  const arrows = Array.from({ length: most }, arrowOf);
  group.add(...arrows);
  return {
    group,
    put: (contacts) => {
      // People first, the hardest first: where there are too many, things are left out.
      const shown = contacts.toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1));
      for (const [i, arrow] of arrows.entries()) {
        const contact = shown[i];
        arrow.visible = contact !== undefined;
        if (contact)
          placeArrow(
            arrow,
            new Vector3(...contact.at),
            new Vector3(...contact.force),
            shareColours[scheme][levelOf(contact.share)],
          );
      }
    },
  };
};

export const singleArrow = arrowOf;
