"""A side of `sakiyomi bench learn` in PyTorch, one step for each line "step" that comes in.

side.py {"work", "model", "settings", "form", "threads", "weights", "batch", "rate", "epsilon", "iterations"}
PYTHONPATH names the folder of the peer models (learn/dev); `weights` and `batch` are folders of arrays.ts.
"""

import json
import sys

import torch
from arrays import read_arrays
from measured import serve
from peer import MODELS


def training(task, model, batch):
    optimizer = torch.optim.Adam(model.parameters(), lr=task["rate"], eps=task["epsilon"])
    loss_of = getattr(model, task["form"])
    loss = None

    def step():
        # As in a plain loop over batches, the loss before is there until it is replaced.
        nonlocal loss
        loss = loss_of(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        # The first step has our noise, so that the losses agree; then each side draws its own.
        batch.pop("noise", None)
        return loss.item()

    return step


def run_time(task, model, batch):
    """One frame of a batch of one; the state goes on from step to step."""
    image, joints = batch["image"][0], batch["joints"][0]
    zeros = torch.zeros(1, model.rec.hidden_size)
    state, forward = (zeros, zeros), model.eval()
    with torch.no_grad():
        if task["form"] == "traced":
            forward = torch.jit.trace(model, (image, joints, state))

    def step():
        nonlocal state
        with torch.no_grad():
            _, predicted, _, _, state = forward(image, joints, state)
        return predicted.sum().item()

    return step


def regression(task, model, batch):
    """The posterior of the window moves, the weights stay."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    posterior = list(model.posterior.values())
    for parameter in posterior:
        parameter.requires_grad_(True)
    loss_of = getattr(model, task["form"])
    batch.pop("noise")

    def step():
        optimizer = torch.optim.Adam(posterior, lr=task["rate"], eps=task["epsilon"])
        for _ in range(task["iterations"]):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(batch)
            loss.backward()
            optimizer.step()
        return loss.item()

    return step


WORKS = {"train": training, "step": run_time, "regress": regression}


def main():
    task = json.loads(sys.argv[1])
    torch.set_num_threads(task["threads"])
    torch.manual_seed(1)
    model = MODELS[task["model"]](**task["settings"])
    model.load_state_dict(read_arrays(task["weights"]))
    serve(WORKS[task["work"]](task, model, read_arrays(task["batch"])))


if __name__ == "__main__":
    main()
