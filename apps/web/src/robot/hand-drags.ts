import { type Group, Plane, type Quaternion, Raycaster, Vector2, Vector3 } from "three";
import type { Drag } from "./hand-input.ts";
import type { RobotStage } from "./stage.ts";

export type Side = "left" | "right";

/** A turn of the wheel moves the hand so far, m. */
const wheelStep = 0.012;
/** So many pixels of a drag a second turn at full speed. */
const fullTurn = 300;

interface Dragging {
  readonly side: Side;
  readonly plane: Plane;
  /** From where the pointer took it to the middle of the hand. */
  readonly offset: Vector3;
  /** Where the pointer was, and when, ms. */
  readonly at: Vector2;
  readonly movedAt: number;
}

type Three = readonly [number, number, number];

/** A place or a direction of the world, in the frame of the robot's base (x, y, yaw). */
export const inBase = (vector: Vector3, [x = 0, y = 0, yaw = 0]: Float32Array, isPlace: boolean): Three => {
  const [dx, dy] = isPlace ? [vector.x - x, vector.y - y] : [vector.x, vector.y];
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return [c * dx + s * dy, -s * dx + c * dy, vector.z];
};

const share = (value: number): number => Math.min(1, Math.max(-1, value));

/** Dragged to the right it turns about what is up in the picture, dragged down about what is to the right. */
const turnOf = (speed: Vector2, seen: Quaternion, base: Float32Array): Three =>
  inBase(new Vector3(share(speed.y), share(speed.x), 0).applyQuaternion(seen), base, false);

/** Rings around the hands that a pointer takes and drags: along the plane of the picture, with the wheel into its depth. */
export class HandDrags {
  readonly #stage: RobotStage;
  readonly #rings: ReadonlyMap<Side, Group>;
  readonly #base: () => Float32Array;
  readonly #onDrag: (drag: Drag | null) => void;
  readonly #ray = new Raycaster();
  readonly #listening = new AbortController();
  #isAllowed = false;
  #dragging: Dragging | null = null;

  constructor(
    stage: RobotStage,
    rings: ReadonlyMap<Side, Group>,
    base: () => Float32Array,
    onDrag: (drag: Drag | null) => void,
  ) {
    this.#stage = stage;
    this.#rings = rings;
    this.#base = base;
    this.#onDrag = onDrag;
    const { canvas } = stage;
    const { signal } = this.#listening;
    const how = { capture: true, passive: false, signal };
    canvas.addEventListener("pointerdown", (event) => this.#down(event), how);
    canvas.addEventListener("pointermove", (event) => this.#move(event), how);
    canvas.addEventListener("pointerup", (event) => this.#up(event), how);
    canvas.addEventListener("pointercancel", (event) => this.#up(event), how);
    canvas.addEventListener("wheel", (event) => this.#wheel(event), how);
  }

  allow(isAllowed: boolean): void {
    this.#isAllowed = isAllowed;
    if (isAllowed) return;
    this.#dragging = null;
    this.#stage.controls.enabled = true;
  }

  close(): void {
    this.#listening.abort();
  }

  #aim({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): void {
    const { canvas, camera } = this.#stage;
    const box = canvas.getBoundingClientRect();
    const x = ((clientX - box.left) / box.width) * 2 - 1;
    const y = 1 - ((clientY - box.top) / box.height) * 2;
    this.#ray.setFromCamera(new Vector2(x, y), camera);
  }

  #hit(): { readonly side: Side; readonly ring: Group } | null {
    const hits = [...this.#rings].flatMap(([side, ring]) =>
      this.#ray.intersectObject(ring).map(({ distance }) => ({ side, ring, distance })),
    );
    return hits.toSorted((a, b) => a.distance - b.distance)[0] ?? null;
  }

  #down(event: PointerEvent): void {
    if (!this.#isAllowed || event.button !== 0) return;
    this.#aim(event);
    const hit = this.#hit();
    if (!hit) return;
    const { camera, controls, canvas } = this.#stage;
    const { position } = hit.ring;
    const plane = new Plane().setFromNormalAndCoplanarPoint(camera.getWorldDirection(new Vector3()), position);
    const took = this.#ray.ray.intersectPlane(plane, new Vector3()) ?? position;
    const at = new Vector2(event.clientX, event.clientY);
    this.#dragging = { side: hit.side, plane, offset: position.clone().sub(took), at, movedAt: event.timeStamp };
    controls.enabled = false;
    canvas.setPointerCapture(event.pointerId);
    event.stopImmediatePropagation();
    this.#drag();
  }

  #drag(): void {
    const dragging = this.#dragging;
    const place = dragging && this.#ray.ray.intersectPlane(dragging.plane, new Vector3());
    if (place) this.#onDrag({ side: dragging.side, goal: inBase(place.add(dragging.offset), this.#base(), true) });
  }

  #move(event: PointerEvent): void {
    const dragging = this.#dragging;
    if (!dragging) return;
    const at = new Vector2(event.clientX, event.clientY);
    const seconds = Math.max(0.008, (event.timeStamp - dragging.movedAt) / 1000);
    const speed = at
      .clone()
      .sub(dragging.at)
      .divideScalar(seconds * fullTurn);
    this.#dragging = { ...dragging, at, movedAt: event.timeStamp };
    this.#aim(event);
    const { quaternion } = this.#stage.camera;
    if (event.shiftKey) this.#onDrag({ side: dragging.side, turn: turnOf(speed, quaternion, this.#base()) });
    else this.#drag();
  }

  #up(event: PointerEvent): void {
    if (!this.#dragging) return;
    this.#dragging = null;
    this.#stage.controls.enabled = true;
    this.#stage.canvas.releasePointerCapture(event.pointerId);
    this.#onDrag(null);
  }

  #wheel(event: WheelEvent): void {
    if (!this.#dragging) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#dragging.plane.constant += Math.sign(event.deltaY) * wheelStep;
    this.#aim(event);
    this.#drag();
  }
}
