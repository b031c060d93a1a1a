import torch
from torch import nn

MAPS = (3, 64, 32, 16, 12, 8)


class Encoder(nn.Module):
    """Five convolutions of stride 2, then two dense layers. `norm`: layer normalisation and rectifiers, not tanh."""

    def __init__(self, size, features, norm=False):
        super().__init__()
        side = size // 32
        for i, (before, after) in enumerate(zip(MAPS, MAPS[1:])):
            self.add_module(f"conv{i}", with_norm(nn.Conv2d(before, after, 3, 2, 1), norm, side * 2 ** (4 - i)))
        self.dense0 = with_norm(nn.Linear(8 * side * side, 50), norm)
        self.dense1 = with_norm(nn.Linear(50, features), norm)

    def forward(self, image):
        for i in range(5):
            image = active(getattr(self, f"conv{i}"), image)
        return active(self.dense1, active(self.dense0, image.flatten(1)))


class Decoder(nn.Module):
    def __init__(self, size, numbers, between=None, norm=False):
        super().__init__()
        self.side = size // 32
        if between:
            self.dense0 = with_norm(nn.Linear(numbers, between), norm)
        self.dense1 = with_norm(nn.Linear(between or numbers, 8 * self.side * self.side), norm)
        channels = MAPS[::-1]
        for i, (before, after) in enumerate(zip(channels, channels[1:])):
            layer = nn.ConvTranspose2d(before, after, 3, 2, 1, 1)
            self.add_module(f"conv{i}", with_norm(layer, norm and i < 4, self.side * 2 ** (i + 1)))
        self.last = torch.relu if norm else torch.tanh

    def forward(self, code):
        if hasattr(self, "dense0"):
            code = active(self.dense0, code)
        x = active(self.dense1, code).reshape(-1, 8, self.side, self.side)
        for i in range(4):
            x = active(getattr(self, f"conv{i}"), x)
        return self.last(self.conv4(x))


def with_norm(layer, norm, side=None):
    if norm:
        channels = layer.out_channels if side else layer.out_features
        layer.norm = nn.LayerNorm([channels, side, side] if side else [channels])
    return layer


def active(layer, x):
    y = layer(x)
    return torch.relu(layer.norm(y)) if hasattr(layer, "norm") else torch.tanh(y)
