import type { Frame } from "@sakiyomi/robot";
import { Group, Mesh, MeshBasicMaterial, SphereGeometry, TorusGeometry, Vector3 } from "three";
import { placeArrow, singleArrow } from "./arrows.ts";
import { HandDrags, type Side } from "./hand-drags.ts";
import type { Drag } from "./hand-input.ts";
import type { RobotStage } from "./stage.ts";

const sides: readonly Side[] = ["left", "right"];

/** Of the ring around a hand, and of what a finger hits of it, m. */
const ringRadius = 0.1;
const hitRadius = 0.14;
const ringOf = (): Group => {
  const ring = new Mesh(
    new TorusGeometry(ringRadius, 0.005, 10, 48),
    new MeshBasicMaterial({ color: "#8f78ee", depthTest: false, transparent: true, opacity: 0.9 }),
  );
  const hit = new Mesh(new SphereGeometry(hitRadius, 12, 8), new MeshBasicMaterial({ visible: false }));
  const group = new Group();
  group.add(ring, hit);
  group.renderOrder = 6;
  return group;
};

export interface Hands {
  /** Rings around the hands, which can be dragged, while somebody moves the robot by hand. */
  show(isDriving: boolean): void;
  put(frame: Frame, ink: string): void;
  close(): void;
}

/** Hands in the view: what is felt at their wrists, and rings to drag them by. */
export const handsIn = (stage: RobotStage, onDrag: (drag: Drag | null) => void): Hands => {
  const rings = new Map(sides.map((side) => [side, ringOf()]));
  const felt = new Map(sides.map((side) => [side, singleArrow()]));
  stage.scene.add(...rings.values(), ...felt.values());
  for (const ring of rings.values()) ring.visible = false;
  let frame: Frame | null = null;
  const drags = new HandDrags(stage, rings, () => frame?.base ?? new Float32Array(3), onDrag);
  return {
    show: (isDriving) => {
      for (const ring of rings.values()) ring.visible = isDriving;
      drags.allow(isDriving);
      stage.touch();
    },
    put: (next, ink) => {
      frame = next;
      for (const [i, side] of sides.entries()) {
        const palm = stage.bodyOf(`${side}_hand/palm`);
        const [ring, arrow] = [rings.get(side), felt.get(side)];
        if (!palm || !ring || !arrow) continue;
        ring.position.copy(palm.position);
        ring.quaternion.copy(stage.camera.quaternion);
        const [x = 0, y = 0, z = 0] = next.wrists?.subarray(6 * i, 6 * i + 3) ?? [];
        placeArrow(arrow, palm.position, new Vector3(x, y, z).applyQuaternion(palm.quaternion), ink);
      }
    },
    close: () => drags.close(),
  };
};
