import { useComputedColorScheme } from "@mantine/core";
import { principalAxes } from "@sakiyomi/learn";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  BufferGeometry,
  Color,
  Float32BufferAttribute,
  GridHelper,
  Line,
  LineBasicMaterial,
  Mesh,
  MeshBasicMaterial,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  SphereGeometry,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { tokens } from "../signal/uplot-look.ts";
import { useVoice } from "../words/speak.tsx";
import { toneOf } from "./lines.tsx";
import type { Trace } from "./trace.ts";

const HEIGHT = 320;

/** The states along their three longest directions, in a box of −1 … 1. */
export function pathOf(trace: Trace): {
  readonly points: readonly (readonly number[])[];
  readonly shares: readonly number[];
} {
  const { points, shares } = principalAxes(
    trace.map(({ state }) => state),
    3,
  );
  const most = Math.max(1e-9, ...points.flatMap((point) => [...point].map(Math.abs)));
  return { points: points.map((point) => [0, 1, 2].map((i) => (point[i] ?? 0) / most)), shares };
}

interface Stage {
  /** Puts the sphere to a point of the path and draws. */
  put(point: readonly number[] | undefined): void;
  close(): void;
}

/** Early states in one colour, late ones in another, over a floor. */
function pathIn(
  scene: Scene,
  points: readonly (readonly number[])[],
  root: HTMLElement,
  scheme: "light" | "dark",
): void {
  const colours = tokens(root);
  const [early, late] = [new Color(toneOf(scheme, 0)), new Color(toneOf(scheme, 1))];
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute(points.flat(), 3));
  const shades = points.flatMap((_, i) =>
    early
      .clone()
      .lerp(late, i / Math.max(1, points.length - 1))
      .toArray(),
  );
  geometry.setAttribute("color", new Float32BufferAttribute(shades, 3));
  const grid = new GridHelper(2, 8, colours.faint, colours.line);
  grid.position.y = -1;
  const path = new Line(geometry, new LineBasicMaterial({ vertexColors: true }));
  scene.add(grid, path, new Points(geometry, new PointsMaterial({ vertexColors: true, size: 0.05 })));
}

/** @throws where the browser has no WebGL */
function stageIn(root: HTMLElement, points: readonly (readonly number[])[], scheme: "light" | "dark"): Stage {
  const renderer = new WebGLRenderer({ antialias: true, alpha: true });
  const scene = new Scene();
  const camera = new PerspectiveCamera(45, root.clientWidth / HEIGHT, 0.1, 50);
  camera.position.set(1.9, 1.1, 2.6);
  pathIn(scene, points, root, scheme);
  const now = new Mesh(new SphereGeometry(0.055, 20, 14), new MeshBasicMaterial({ color: tokens(root).ahead }));
  scene.add(now);
  renderer.setPixelRatio(Math.min(2, devicePixelRatio));
  root.append(renderer.domElement);
  const controls = new OrbitControls(camera, renderer.domElement);
  controls.enablePan = false;
  controls.target.set(0, -0.2, 0);
  controls.update();
  const draw = () => renderer.render(scene, camera);
  controls.addEventListener("change", draw);
  const sizes = new ResizeObserver(() => {
    renderer.setSize(root.clientWidth, HEIGHT);
    camera.aspect = root.clientWidth / HEIGHT;
    camera.updateProjectionMatrix();
    draw();
  });
  sizes.observe(root);
  return {
    put: ([x = 0, y = 0, z = 0] = []) => {
      now.position.set(x, y, z);
      draw();
    },
    close: () => {
      sizes.disconnect();
      controls.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
      renderer.domElement.remove();
    },
  };
}

/** The path of the model's state in three dimensions: turned with a finger or the mouse. */
export function StateSpace({ trace, at }: { readonly trace: Trace; readonly at: number }) {
  const { t } = useVoice();
  const root = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const [isMissing, setMissing] = useState(false);
  const scheme = useComputedColorScheme();
  const { points, shares } = useMemo(() => pathOf(trace), [trace]);
  useEffect(() => {
    const element = root.current;
    if (element === null || points.length === 0) return;
    try {
      stage.current = stageIn(element, points, scheme);
    } catch {
      setMissing(true);
    }
    return () => {
      stage.current?.close();
      stage.current = null;
    };
  }, [points, scheme]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage needs its point again
  useEffect(() => stage.current?.put(points[at]), [points, at, scheme]);
  const [first = 0, second = 0, third = 0] = shares.map((share) => Math.round(share * 100));
  return (
    <div className="stack">
      <div className="think-stage" ref={root} role="img" aria-label={t("think.state")} style={{ height: HEIGHT }}>
        {isMissing ? <p className="muted">{t("think.noWebGl")}</p> : null}
      </div>
      <p className="muted small">{t("think.shares", { first, second, third })}</p>
    </div>
  );
}
