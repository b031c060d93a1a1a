import { CircleGeometry, DirectionalLight, GridHelper, Group, HemisphereLight, Mesh, MeshLambertMaterial } from "three";

export type Scheme = "light" | "dark";

/** Calm grounds of the two schemes, near the page's own. */
export const grounds = {
  light: { ground: "#dce4e2", floor: "#d9e1df", line: "#c0cbc8", strong: "#a9b7b3", sky: 1.5, sun: 1.95 },
  dark: { ground: "#10181b", floor: "#1a2426", line: "#2b3839", strong: "#3b4a4a", sky: 1.15, sun: 1.8 },
} as const;

export const lightsFor = (scheme: Scheme): Group => {
  const { sky, sun } = grounds[scheme];
  const lights = new Group();
  const above = new HemisphereLight("#f4f8ff", scheme === "light" ? "#b9b3a6" : "#3a3f3c", sky);
  above.position.set(0, 0, 1);
  const lamp = new DirectionalLight("#fff4e4", sun);
  lamp.position.set(1.6, -1.9, 3.6);
  lamp.target.position.set(0.3, 0.3, 0.4);
  lamp.castShadow = true;
  lamp.shadow.mapSize.set(1024, 1024);
  lamp.shadow.radius = 3;
  lamp.shadow.bias = -0.0006;
  lamp.shadow.normalBias = 0.035;
  const box = lamp.shadow.camera;
  [box.left, box.right, box.top, box.bottom, box.near, box.far] = [-2.4, 2.4, 2.4, -2.4, 0.5, 8];
  const fill = new DirectionalLight("#cfe0ff", sun * 0.25);
  fill.position.set(-2, 2.5, 2);
  lights.add(above, lamp, lamp.target, fill);
  return lights;
};

export const floorFor = (scheme: Scheme): Group => {
  const { floor, line, strong } = grounds[scheme];
  const group = new Group();
  const ground = new Mesh(new CircleGeometry(7, 48), new MeshLambertMaterial({ color: floor }));
  ground.receiveShadow = true;
  ground.position.z = -0.002;
  const grid = new GridHelper(12, 24, strong, line);
  grid.rotateX(Math.PI / 2);
  group.add(ground, grid);
  return group;
};
