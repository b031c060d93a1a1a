#!/usr/bin/python3
"""Prints src/models/goldens.ts: loss and gradients of each model in float64, from weights and inputs made by a formula.

Run by hand with Debian's PyTorch (python3-torch), which needs nothing else:
    /usr/bin/python3 learn/dev/golden.py > learn/src/models/goldens.ts
The formula is src/testing/drawn.ts once more. Of each gradient come its norm and its product with drawn numbers.
"""

import json

import torch
from peer import MODELS

SIZE = {"time": 4, "batch": 2}
SARNN = {"size": 16, "points": 3, "joints": 4, "hidden": 7}
ROWS = [
    ("sarnn", "sarnn", {**SARNN, "temperature": 0.1}),
    ("sarnn, sharp", "sarnn", {**SARNN, "temperature": 1e-4}),
    ("cae", "cae", {"size": 32, "features": 4}),
    ("lstm", "lstm", {"values": 5, "hidden": 7}),
    ("mtrnn", "mtrnn", {"values": 5, "fast": 9, "slow": 3}),
    ("cnnrnn", "cnnrnn", {"size": 32, "joints": 4, "hidden": 7, "features": 3}),
    ("cnnrnn, layer norm", "cnnrnn", {"size": 32, "joints": 4, "hidden": 7, "features": 3, "norm": True}),
    ("pvrnn", "pvrnn", {**SIZE, "dimensions": 2, "units": [7, 5], "latent": [3, 2], "taus": [2, 4],
                        "meta": [0.01, 0.02]}),
]  # fmt: skip
FRAMES = {"image": lambda s: (3, s["size"], s["size"]), "values": lambda s: (s["values"],)}


def drawn(seed, count):
    """Park and Miller's minimal standard generator as numbers from -1 to 1."""
    state, numbers = seed, []
    for _ in range(count):
        state = state * 16807 % 2147483647
        numbers.append(2 * state / 2147483647 - 1)
    return torch.tensor(numbers, dtype=torch.float64)


def seed_of(name):
    """Any string to a seed."""
    seed = 1
    for letter in name:
        seed = (seed * 31 + ord(letter)) % 2147483647
    return seed or 1


def parameter(name, shape):
    """Of variance 1 / fan in; around 1 for the weights of a normalisation."""
    numbers = drawn(seed_of(name), shape.numel()).reshape(shape)
    if name.endswith("norm.weight"):
        return 1 + 0.2 * numbers
    fan = shape[1:].numel() if len(shape) > 1 else 16
    # float32, as the other side has it.
    return (numbers * (3 / fan) ** 0.5).float().double()


def inputs(kind, settings):
    time, batch = SIZE["time"], SIZE["batch"]
    if kind == "pvrnn":
        latent = sum(settings["latent"])
        shapes = {"observation": (settings["dimensions"],), "noise": (latent,)}
    else:
        of = "values" if kind in ("lstm", "mtrnn") else "image"
        shapes = {of: FRAMES[of](settings)}
        shapes |= {"joints": (settings["joints"],)} if "joints" in settings else {}
        shapes |= {f"{name}.next": shape for name, shape in shapes.items()}
    return {name: drawn_input(name, (time, batch, *shape)) for name, shape in shapes.items()}


def drawn_input(name, shape):
    numbers = drawn(seed_of(name), torch.Size(shape).numel()).reshape(shape)
    return (numbers if name == "noise" else (numbers + 1) / 2).float().double()


def golden(kind, settings):
    model = MODELS[kind](**settings).double()
    with torch.no_grad():
        for name, values in model.named_parameters():
            values.copy_(parameter(name, values.shape).float().double())
    loss = (model.batched if not hasattr(model, "loop") else model.loop)(inputs(kind, settings))
    loss.backward()
    gradients = {name: of_gradient(name, values.grad) for name, values in sorted(model.named_parameters())}
    return {"loss": loss.item(), "gradients": gradients}


def of_gradient(name, gradient):
    along = (gradient.flatten() * drawn(seed_of(f"along {name}"), gradient.numel())).sum()
    return [float(f"{gradient.norm().item():.9g}"), float(f"{along.item():.9g}")]


def main():
    torch.set_default_dtype(torch.float64)
    rows = {title: golden(kind, settings) for title, kind, settings in ROWS}
    print(f"// Printed by learn/dev/golden.py with PyTorch {torch.__version__}, in float64. Not edited by hand.")
    print("// biome-ignore format: as printed.")
    print("export const goldens = {")
    for title, row in rows.items():
        print(f'  {json.dumps(title)}: {{\n    loss: {row["loss"]},\n    gradients: {{')
        for name, numbers in row["gradients"].items():
            print(f"      {json.dumps(name)}: {numbers},")
        print("    },\n  },")
    print("} as const;")


if __name__ == "__main__":
    main()
