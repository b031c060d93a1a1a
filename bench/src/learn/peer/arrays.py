"""Reads what arrays.ts has written: names and shapes in arrays.json, float32 one after the other in arrays.bin."""

import json
from pathlib import Path

import numpy as np
import torch


def read_arrays(folder):
    rows = json.loads((Path(folder) / "arrays.json").read_text())
    numbers = np.fromfile(Path(folder) / "arrays.bin", np.dtype("<f4"))
    found, at = {}, 0
    for name, shape in rows:
        size = int(np.prod(shape))
        found[name] = torch.from_numpy(numbers[at : at + size].reshape(shape))
        at += size
    return found
