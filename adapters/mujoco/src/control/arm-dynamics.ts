import { type BodyMap, inertiaIndex } from "../body-map.ts";
import type { Physics } from "../physics.ts";
import { factor, multiply, solve, transpose } from "./spatial.ts";

/** Near a singular posture inertia grows without end; this is added to its inverse, 1/kg: at most 50 kg are felt. */
const softening = 0.02;

/**
 * What an arm weighs where its tool is, and which of its motions leave the tool where it is (Khatib 1987, operational
 * space). Other joints count as held.
 */
export class ArmDynamics {
  readonly n: number;
  /** 6 × n: velocities of the tool (moving, then turning; in the world's frame) by those of the arm's joints. */
  readonly jacobian: Float64Array;
  /** n × n: of a torque, what the tool does not feel. */
  readonly leftFree: Float64Array;
  /** What is felt along and about each axis of the world, kg and kg·m². */
  readonly felt = new Float64Array(6);
  readonly #physics: Physics;
  readonly #dofs: Int32Array;
  readonly #entries: Int32Array;
  readonly #factor: Float64Array;
  /** n × 6: M⁻¹ Jᵀ */
  readonly #mobility: Float64Array;
  readonly #inverse = new Float64Array(36);
  readonly #weight: Float64Array;
  /** n × 6: Jᵀ */
  readonly #turned: Float64Array;

  constructor(physics: Physics, map: BodyMap, joints: readonly number[]) {
    const n = joints.length;
    this.n = n;
    this.#physics = physics;
    this.#dofs = Int32Array.from(joints, (joint) => map.v[joint] ?? -1);
    this.#entries = Int32Array.from({ length: n * n }, (_, at) =>
      inertiaIndex(physics, this.#dofs[Math.floor(at / n)] ?? -1, this.#dofs[at % n] ?? -1),
    );
    this.jacobian = new Float64Array(6 * n);
    this.leftFree = new Float64Array(n * n);
    this.#factor = new Float64Array(n * n);
    this.#mobility = new Float64Array(n * 6);
    this.#weight = new Float64Array(6 * n);
    this.#turned = new Float64Array(n * 6);
  }

  /** Takes the columns of the arm out of the Jacobian of the whole body, which is to be there. */
  takeJacobian(): void {
    const { jacobianMoving, jacobianTurning } = this.#physics.views();
    const { n } = this;
    const { nv } = this.#physics;
    for (let axis = 0; axis < 3; axis++)
      for (let i = 0; i < n; i++) {
        const at = axis * nv + (this.#dofs[i] ?? 0);
        this.jacobian[axis * n + i] = jacobianMoving[at] ?? 0;
        this.jacobian[(axis + 3) * n + i] = jacobianTurning[at] ?? 0;
      }
  }

  /** Weighs the arm in this posture. Costs some thousand multiplications: at the rate of commands. */
  weigh(): void {
    const { n, jacobian } = this;
    const { inertia } = this.#physics.views();
    for (let at = 0; at < n * n; at++) this.#factor[at] = inertia[this.#entries[at] ?? -1] ?? 0;
    transpose(jacobian, this.#mobility, 6, n);
    factor(this.#factor, n);
    solve(this.#factor, n, this.#mobility, 6);
    multiply(jacobian, this.#mobility, this.#inverse, 6, n, 6);
    for (let axis = 0; axis < 6; axis++) {
      const at = axis * 7;
      this.felt[axis] = 1 / ((this.#inverse[at] ?? 0) + softening);
      this.#inverse[at] = (this.#inverse[at] ?? 0) + softening * 0.01;
    }
    this.#project();
  }

  /** 1 − Jᵀ (J M⁻¹ Jᵀ)⁻¹ J M⁻¹. */
  #project(): void {
    const { n, jacobian, leftFree } = this;
    transpose(this.#mobility, this.#weight, n, 6);
    transpose(jacobian, this.#turned, 6, n);
    factor(this.#inverse, 6);
    solve(this.#inverse, 6, this.#weight, n);
    multiply(this.#turned, this.#weight, leftFree, n, 6, n);
    for (let at = 0; at < n * n; at++) leftFree[at] = (at % (n + 1) === 0 ? 1 : 0) - (leftFree[at] as number);
  }
}
