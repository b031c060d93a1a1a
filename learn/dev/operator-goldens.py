"""Prints learn/src/testing/pytorch-goldens.ts: operators and their gradients as PyTorch computes them in float64.

    /usr/bin/python3 learn/dev/operator-goldens.py > learn/src/testing/pytorch-goldens.ts
    npx biome check --write learn/src/testing

Names, inputs and weights are those of learn/src/testing/operator-cases.ts. Of each tensor stand here the sum of its
numbers, each times cos(0.7 i), and its first four numbers.
"""
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def rounded(values, shape):
    return torch.tensor(values, dtype=torch.float32).to(torch.float64).reshape(shape)


def count(shape):
    return math.prod(shape)


def numbers(spec, which):
    shape, centre, spread = spec
    return rounded([centre + spread * math.sin(1.7 * i + 0.9 * which + 0.3) for i in range(count(shape))], shape)


def weights(shape, which):
    return rounded([math.cos(1.1 * i + 0.4 * which) for i in range(count(shape))], shape)


def of(*shapes, centre=0.0, spread=1.0):
    return [(shape, centre, spread) for shape in shapes]


def fingerprint(tensor):
    flat = tensor.detach().reshape(-1)
    total = sum(float(value) * math.cos(0.7 * i) for i, value in enumerate(flat))
    return [total, *[float(value) for value in flat[:4]]]


def kl(mq, sq, mp, sp):
    normal = torch.distributions.Normal
    return torch.distributions.kl_divergence(normal(mq, sq), normal(mp, sp))


def spatial_softmax(x):
    frames, channels, height, width = x.shape
    attention = torch.softmax(x.reshape(frames, channels, -1) / 0.2, dim=-1)
    down, across = torch.meshgrid(torch.linspace(0, 1, height), torch.linspace(0, 1, width), indexing="ij")
    ofx, ofy = [(attention * axis.reshape(-1)).sum(-1) for axis in (across, down)]
    return torch.stack([ofx, ofy], -1).reshape(frames, channels * 2)


def spatial_heat(points):
    keys = points.reshape(points.shape[0], -1, 2)
    down, across = torch.meshgrid(torch.linspace(0, 1, 4), torch.linspace(0, 1, 5), indexing="ij")
    grid = torch.stack([across, down])
    return torch.exp(-((grid[None, None] - keys[:, :, :, None, None]) ** 2).sum(2) / 0.1)


def lstm(x, w_ih, w_hh, b_ih, b_hh):
    zeros = torch.zeros(1, x.shape[1], w_hh.shape[1])
    out, h, c = torch._VF.lstm(x, (zeros, zeros), [w_ih, w_hh, b_ih, b_hh], True, 1, 0.0, False, False, False)
    return out, h[0], c[0]


def gru(x, h, w_ih, w_hh, b_ih, b_hh):
    out, last = torch._VF.gru(x, h[None], [w_ih, w_hh, b_ih, b_hh], True, 1, 0.0, False, False, False)
    return out, last[0]


def leaky(x, first, hidden):
    u, each = first, []
    for now in x:
        u = 0.8 * u + 0.2 * (now + F.linear(torch.tanh(u), hidden))
        each.append(torch.tanh(u))
    return torch.stack(each), u


def cell(gates):
    return [[gates * 3, 3], [gates * 3, 3], [gates * 3], [gates * 3]]


picked = torch.tensor([1, 0, 3, 1])
cases = {
    "add": (torch.add, of([2, 3], [2, 3])),
    "add, row over matrix": (torch.add, of([4, 3], [3])),
    "sub, column and row": (torch.sub, of([4, 1], [1, 3])),
    "mul": (torch.mul, of([2, 3], [2, 3])),
    "mul, outer": (torch.mul, of([2, 1, 3], [4, 1])),
    "div": (torch.div, [*of([3, 2]), *of([3, 2], centre=2)]),
    "maximum": (torch.maximum, of([3, 5], [3, 5])),
    "neg": (torch.neg, of([3, 5])),
    "exp": (torch.exp, of([3, 5])),
    "log": (torch.log, of([7], centre=1.5)),
    "sqrt": (torch.sqrt, of([7], centre=1.5)),
    "square": (torch.square, of([3, 5])),
    "abs": (torch.abs, of([3, 5])),
    "sigmoid": (torch.sigmoid, of([11], spread=6)),
    "tanh": (torch.tanh, of([11], spread=3)),
    "softplus": (F.softplus, of([11], spread=30)),
    "relu": (torch.relu, of([3, 5])),
    "leakyRelu": (lambda x: F.leaky_relu(x, 0.3), of([3, 5])),
    "clip": (lambda x: torch.clamp(x, -0.5, 0.4), of([3, 5])),
    "sum": (torch.sum, of([3, 4])),
    "sum, two axes kept": (lambda x: x.sum([0, 2], keepdim=True), of([2, 3, 4])),
    "mean": (torch.mean, of([3, 4])),
    "softmax": (lambda x: torch.softmax(x, -1), of([2, 3, 5], spread=4)),
    "logSoftmax": (lambda x: torch.log_softmax(x, -1), of([3, 7], spread=20)),
    "layerNorm": (lambda x, g, b: F.layer_norm(x, [5], g, b), of([2, 3, 5], [5], [5])),
    "layerNorm, over two axes": (lambda x, g, b: F.layer_norm(x, [2, 4], g, b, 1e-3), of([3, 2, 4], [2, 4], [2, 4])),
    "gaussianKl": (kl, [*of([2, 3]), *of([2, 3], centre=1.5), *of([2, 3]), *of([2, 3], centre=1.5)]),
    "reshape": (lambda x: x.reshape(4, 3), of([2, 3, 2])),
    "transpose": (lambda x: x.permute(2, 0, 1), of([2, 3, 4])),
    "expand": (lambda x: x.expand(2, 4, 3), of([4, 1])),
    "slice": (lambda x: x[:, 1:4], of([2, 5, 2])),
    "pad": (lambda x: F.pad(x, [2, 1, 0, 1]), of([2, 3])),
    "concat": (lambda *parts: torch.cat(parts, 1), of([2, 1, 3], [2, 4, 3], [2, 2, 3])),
    "stack": (lambda *parts: torch.stack(parts, 1), of([2, 3], [2, 3])),
    "split": (lambda x: torch.split(x, [1, 3, 2], 1), of([2, 6])),
    "gather": (lambda x: x[picked], of([5, 3])),
    "matmul": (torch.matmul, of([3, 4], [4, 2])),
    "matmul, both batches broadcast": (torch.matmul, of([2, 1, 3, 4], [3, 4, 2])),
    "matmul, both transposed in a batch": (lambda a, b: a.mT @ b.mT, of([2, 4, 3], [2, 5, 4])),
    "linear": (F.linear, of([3, 4], [2, 4], [2])),
    "spatialSoftmax": (spatial_softmax, of([2, 3, 5, 4])),
    "spatialHeat": (spatial_heat, of([2, 6], centre=0.5, spread=0.5)),
    "lstm": (lstm, of([4, 2, 3], *cell(4), spread=0.8)),
    "gru": (gru, of([4, 2, 3], [2, 3], *cell(3), spread=0.8)),
    "leaky integrators": (leaky, of([4, 2, 3], [2, 3], [3, 3], spread=0.8)),
}


def golden(compute, specs):
    inputs = [numbers(spec, i).requires_grad_() for i, spec in enumerate(specs)]
    results = compute(*inputs)
    results = [results] if isinstance(results, torch.Tensor) else list(results)
    sum((result * weights(result.shape, i)).sum() for i, result in enumerate(results)).backward()
    return [fingerprint(one) for one in results], [fingerprint(one.grad) for one in inputs]


def rows(fingerprints):
    return "[" + ", ".join("[" + ", ".join(f"{value:.10g}" for value in one) + "]" for one in fingerprints) + "]"


print(f"// PyTorch {torch.__version__} (Debian python3-torch 1.13.1+dfsg-4), float64, by learn/dev/operator-goldens.py.")
print("/** Of each result and of each gradient: the sum of its numbers, each times cos(0.7 i), and its first four. */")
print("export interface Golden {")
print("  readonly results: readonly (readonly number[])[];")
print("  readonly gradients: readonly (readonly number[])[];")
print("}")
print("export const pytorchGoldens: Readonly<Record<string, Golden>> = {")
for name, (compute, specs) in cases.items():
    results, gradients = golden(compute, specs)
    print(f'  "{name}": {{ results: {rows(results)}, gradients: {rows(gradients)} }},')
print("};")
