import assert from "node:assert/strict";
import { test } from "node:test";
import { initialParameters } from "../../model/parameters.ts";
import { random } from "../../random.ts";
import { floats, type Tensor } from "../../tensor.ts";
import { freeNetwork, largestExponent } from "./dynamics.ts";
import { pvrnn } from "./pvrnn.ts";
import type { PvrnnSettings } from "./settings.ts";

const network = (units: number, tau: number, recurrent: (value: number) => number) => {
  const settings: PvrnnSettings = {
    observation: "x",
    dimensions: 1,
    layers: [{ units, latent: 1, tau, metaPrior: 1 }],
    firstMetaPrior: 1,
    code: { kind: "linear" },
    sequences: 1,
    steps: 1,
  };
  const first = initialParameters(pvrnn(settings), 2);
  const changed = (name: string): Tensor<"float32"> => {
    const { data, shape } = first[name] as Tensor<"float32">;
    if (name.endsWith("recurrent.weight")) return floats(data.map(recurrent), shape);
    return name.endsWith("latent.weight")
      ? floats(
          data.map(() => 0),
          shape,
        )
      : floats(data, shape);
  };
  return freeNetwork(settings, Object.fromEntries(Object.keys(first).map((name) => [name, changed(name)])));
};

test("without recurrent weights two states meet as fast as their leak says", () => {
  const exponent = largestExponent(
    network(3, 4, () => 0),
    { settle: 5, steps: 200 },
  );
  assert.ok(Math.abs(exponent - Math.log(0.75)) < 1e-6, `${exponent}`);
});

test("strong random weights make chaos, weak ones do not", () => {
  // Weights of N(0, g²/n): chaos above g = 1 (Sompolinsky, Crisanti and Sommers 1988).
  const { normal } = random(4);
  const from = [Float64Array.from({ length: 60 }, () => normal())];
  const of = (g: number): number =>
    largestExponent(
      network(60, 1, (value) => value * Math.SQRT2 * g),
      { settle: 200, steps: 400, from },
    );
  const [weak, strong] = [of(0.6), of(2.5)];
  assert.ok(weak < -0.1, `${weak}`);
  assert.ok(strong > 0.05, `${strong}`);
});

test("noise that both trajectories share does not part them", () => {
  const { normal } = random(5);
  const leaky = network(3, 4, () => 0);
  const exponent = largestExponent(leaky, { settle: 5, steps: 50, noise: normal });
  assert.ok(Math.abs(exponent - Math.log(0.75)) < 1e-6, `${exponent}`);
});
