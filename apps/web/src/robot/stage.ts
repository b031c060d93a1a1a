import type { Frame, RobotFeatures, Scene } from "@sakiyomi/robot";
import {
  Color,
  Group,
  type Material,
  Mesh,
  MeshLambertMaterial,
  MeshStandardMaterial,
  type Object3D,
  PCFShadowMap,
  PerspectiveCamera,
  Scene as Stage3,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { contactArrows } from "./arrows.ts";
import { ghostOf } from "./ghost.ts";
import { floorFor, grounds, lightsFor, type Scheme } from "./ground.ts";
import { lookAt, type View, viewAngle, views } from "./sights.ts";
import { type BodyGeometry, bodyGeometries, linkPoses, sceneOfFeatures } from "./stage-shapes.ts";
import { qualityFor, tickerOf } from "./ticker.ts";

export type Side = "left" | "right";

export interface StageWorld {
  readonly features: RobotFeatures;
  readonly scene: Scene | null;
  readonly scheme: Scheme;
  /** Pictures drawn in the last second. */
  readonly onRate: (rate: number) => void;
}

export interface RobotStage {
  readonly camera: PerspectiveCamera;
  readonly controls: OrbitControls;
  readonly canvas: HTMLCanvasElement;
  readonly scene: Stage3;
  put(frame: Frame): void;
  /** Something else has changed: draw again. */
  touch(): void;
  look(from: View): void;
  /** A body by its name, in the world; null: there is none. */
  bodyOf(name: string): Group | null;
  close(): void;
}

const materialOf = ({ opacity, isPerson }: BodyGeometry, isWeak: boolean): Material => {
  const common = { vertexColors: true, transparent: opacity < 1, opacity };
  if (isWeak) return new MeshLambertMaterial(common);
  return new MeshStandardMaterial({ ...common, roughness: isPerson ? 0.9 : 0.62, metalness: 0.02 });
};

const meshesOf = (scene: Scene, isWeak: boolean): ReadonlyMap<number, Group> => {
  const groups = new Map<number, Group>();
  for (const one of bodyGeometries(scene, isWeak ? "coarse" : "fine")) {
    const mesh = new Mesh(one.geometry, materialOf(one, isWeak));
    mesh.castShadow = one.opacity === 1;
    mesh.receiveShadow = true;
    const group = groups.get(one.body) ?? new Group();
    group.add(mesh);
    groups.set(one.body, group);
  }
  return groups;
};

const placeAt = (group: Group, poses: Float32Array, at: number): void => {
  const o = 7 * at;
  group.position.set(poses[o] ?? 0, poses[o + 1] ?? 0, poses[o + 2] ?? 0);
  group.quaternion.set(poses[o + 4] ?? 0, poses[o + 5] ?? 0, poses[o + 6] ?? 0, poses[o + 3] ?? 1);
};

/** Drawn by the processor, because there is no graphics card that the browser may use. */
const isSoftware = (): boolean => {
  const context = document.createElement("canvas").getContext("webgl2");
  const info = context?.getExtension("WEBGL_debug_renderer_info");
  const name = info ? String(context?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
};

const rendererIn = (root: HTMLElement, isWeak: boolean): WebGLRenderer => {
  const renderer = new WebGLRenderer({ antialias: !isWeak, powerPreference: "high-performance" });
  renderer.shadowMap.enabled = !isWeak;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.setPixelRatio(isWeak ? 0.75 : Math.min(2, devicePixelRatio));
  root.append(renderer.domElement);
  return renderer;
};

interface Sight extends Pick<RobotStage, "camera" | "controls" | "look"> {
  /** Where the base is (x, y, yaw); gives the place that is followed. */
  follow(base: Float32Array): Vector3;
  close(): void;
}

/** A camera that a finger or the mouse turns, as wide as its place. */
const sightIn = (root: HTMLElement, renderer: WebGLRenderer, touch: () => void): Sight => {
  const at = new Vector3();
  const camera = new PerspectiveCamera(viewAngle, 1, 0.05, 40);
  camera.up.set(0, 0, 1);
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.maxPolarAngle = Math.PI / 2 - 0.02;
  controls.minDistance = 0.4;
  controls.maxDistance = 9;
  controls.addEventListener("change", touch);
  const sizes = new ResizeObserver(() => {
    renderer.setSize(root.clientWidth, root.clientHeight);
    camera.aspect = root.clientWidth / Math.max(1, root.clientHeight);
    camera.updateProjectionMatrix();
    touch();
  });
  sizes.observe(root);
  const look = (from: View): void => {
    const [x, y, z] = views[from];
    camera.position.set(x, y, z).add(at);
    controls.target.set(...lookAt).add(at);
    controls.update();
    touch();
  };
  look("side");
  /** Where the base drives, the eye goes along; it does not turn with it. */
  const follow = ([x = 0, y = 0]: Float32Array): Vector3 => {
    const way = new Vector3(x, y, 0).sub(at);
    if (way.lengthSq() < 1e-10) return at;
    at.add(way);
    camera.position.add(way);
    controls.target.add(way);
    controls.update();
    return at;
  };
  return {
    camera,
    controls,
    look,
    follow,
    close: () => {
      sizes.disconnect();
      controls.dispose();
    },
  };
};

/** @throws where the browser has no WebGL */
export function stageIn(root: HTMLElement, { features, scene: told, scheme, onRate }: StageWorld): RobotStage {
  const isWeak = isSoftware();
  const renderer = rendererIn(root, isWeak);
  const shown = told ?? sceneOfFeatures(features);
  const scene = new Stage3();
  scene.background = new Color(grounds[scheme].ground);
  const bodies = meshesOf(shown, isWeak);
  const ghost = ghostOf(features, shown.bodies, bodies);
  const arrows = contactArrows(scheme);
  const [lights, floor] = [lightsFor(scheme), floorFor(scheme)];
  scene.add(lights, floor, ...bodies.values(), ghost.group, arrows.group);
  const lower = qualityFor(renderer, isWeak);
  const ticker = tickerOf(
    () => renderer.render(scene, sight.camera),
    (drawn, came) => {
      onRate(drawn);
      if (lower(drawn, came)) scene.traverse(refresh);
    },
  );
  const sight = sightIn(root, renderer, () => ticker.touch());
  return {
    ...sight,
    scene,
    canvas: renderer.domElement,
    put: (frame) => {
      const poses = told ? frame.poses : linkPoses(features, frame.observed, frame.base);
      for (const [body, group] of bodies) placeAt(group, poses, body);
      const at = sight.follow(frame.base);
      lights.position.copy(at);
      floor.position.set(Math.round(at.x), Math.round(at.y), 0);
      ghost.put(frame);
      arrows.put(frame.contacts);
      ticker.came();
    },
    touch: () => ticker.touch(),
    bodyOf: (name) => bodies.get(shown.bodies.indexOf(name)) ?? null,
    close: () => {
      sight.close();
      ticker.close();
      renderer.dispose();
      renderer.forceContextLoss();
      renderer.domElement.remove();
    },
  };
}

/** A material has to be made anew where shadows have gone. */
const refresh = (one: Object3D): void => {
  if (one instanceof Mesh) for (const material of [one.material].flat()) material.needsUpdate = true;
};
