"""Prints what learn/src/saved/eipl.test.ts expects of two steps: SARNN with EIPL's layers in PyTorch, in float64.

    /usr/bin/python3 learn/dev/eipl-step-golden.py
"""
import math

import torch

from peer.sarnn import Sarnn

torch.set_default_dtype(torch.float64)


def wave(shape, scale, turn, phase, centre=0.0):
    values = [centre + scale * math.sin(turn * i + phase) for i in range(math.prod(shape))]
    return torch.tensor(values, dtype=torch.float32).to(torch.float64).reshape(shape)


model = Sarnn(size=16, points=3, joints=2, hidden=4, temperature=0.1)
for which, (name, parameter) in enumerate(model.named_parameters()):
    parameter.data = wave(parameter.shape, 0.3, 1.7, 0.9 * which)

state = None
print("torch", torch.__version__)
with torch.no_grad():
    for step in range(2):
        image = wave((1, 3, 16, 16), 0.4, 0.37, step, 0.5)
        joints = wave((1, 2), 0.4, 1.0, step, 0.5)
        picture, *rest, state = model(image, joints, state)
        total = sum(float(value) * math.cos(0.7 * i) for i, value in enumerate(picture.reshape(-1)))
        for name, values in zip(("joints", "points", "points_next"), rest):
            print(step, name, [round(float(value), 9) for value in values.reshape(-1)])
        print(step, "image", [round(total, 9), *[round(float(value), 9) for value in picture.reshape(-1)[:3]]])
