import torch
from torch import nn
from torch.nn import functional as F

from .recurrent import lstm_over


def encoder(k):
    return nn.Sequential(
        nn.Conv2d(3, 16, 3), nn.LeakyReLU(0.3, inplace=True),
        nn.Conv2d(16, 32, 3), nn.LeakyReLU(0.3, inplace=True),
        nn.Conv2d(32, k, 3), nn.LeakyReLU(0.3, inplace=True),
    )  # fmt: skip


class Sarnn(nn.Module):
    """SARNN (Ichiwara et al. 2022): attention points in, an LSTM, attention points and an image out."""

    def __init__(self, size=64, points=5, joints=8, hidden=50, temperature=1e-4, heat=0.1, weights=(0.1, 1.0, 0.1)):
        super().__init__()
        self.k, self.temperature, self.heat, self.weights = points, temperature, heat, weights
        self.pos_encoder, self.im_encoder = encoder(points), encoder(points)
        self.rec = nn.LSTMCell(joints + 2 * points, hidden)
        self.decoder_joint = nn.Sequential(nn.Linear(hidden, joints), nn.LeakyReLU(0.3))
        self.decoder_point = nn.Sequential(nn.Linear(hidden, 2 * points), nn.LeakyReLU(0.3))
        self.decoder_image = nn.Sequential(
            nn.ConvTranspose2d(points, 32, 3), nn.LeakyReLU(0.3, inplace=True),
            nn.ConvTranspose2d(32, 16, 3), nn.LeakyReLU(0.3, inplace=True),
            nn.ConvTranspose2d(16, 3, 3), nn.LeakyReLU(0.3, inplace=True),
        )  # fmt: skip
        inner = size - 6
        ramp = torch.linspace(0, 1, inner)
        down, across = torch.meshgrid(ramp, ramp, indexing="ij")
        self.register_buffer("ramp", ramp, persistent=False)
        self.register_buffer("across", across.reshape(-1).clone(), persistent=False)
        self.register_buffer("down", down.reshape(-1).clone(), persistent=False)
        self.register_buffer("places", torch.stack([across, down]), persistent=False)

    def points_of(self, maps):
        attention = torch.softmax(maps.reshape(len(maps), self.k, -1) / self.temperature, -1)
        x = (self.across * attention).sum(-1, keepdim=True)
        y = (self.down * attention).sum(-1, keepdim=True)
        return torch.cat([x, y], -1).reshape(len(maps), -1)

    def heat_of(self, points):
        away = (self.places - points.reshape(-1, self.k, 2)[:, :, :, None, None]) ** 2
        return torch.exp(-away.sum(2) / self.heat)

    def forward(self, image, joints, state=None):
        features, points = self.im_encoder(image), self.points_of(self.pos_encoder(image))
        state = self.rec(torch.cat([points, joints], -1), state)
        next_joints, next_points = self.decoder_joint(state[0]), self.decoder_point(state[0])
        next_image = self.decoder_image(self.heat_of(next_points) * features)
        return next_image, next_joints, points, next_points, state

    def loop(self, x):
        state, steps = None, []
        for image, joints in zip(x["image"], x["joints"]):
            *outputs, state = self(image, joints, state)
            steps.append(outputs)
        images, joints, points, next_points = (torch.stack(each) for each in zip(*steps))
        return self.loss_of(images, joints, points, next_points, x)

    def loss_of(self, images, joints, points, next_points, x):
        image, joint, point = self.weights
        return (
            image * F.mse_loss(images, x["image.next"])
            + joint * F.mse_loss(joints, x["joints.next"])
            + point * F.mse_loss(next_points[:-1], points[1:])
        )

    def batched(self, x):
        time, batch = x["image"].shape[:2]
        frames = x["image"].flatten(0, 1)
        maps = self.pos_encoder(frames)
        attention = torch.softmax(maps.reshape(len(frames) * self.k, -1) / self.temperature, -1)
        points = (attention @ torch.stack([self.across, self.down], 1)).reshape(time, batch, -1)
        hidden = lstm_over(torch.cat([points, x["joints"]], -1), self.rec)
        joints, next_points = self.decoder_joint(hidden), self.decoder_point(hidden)
        at = next_points.reshape(-1, self.k, 2)
        bells = [torch.exp(-((self.ramp - at[:, :, i, None]) ** 2) / self.heat) for i in (0, 1)]
        heat = bells[1][:, :, :, None] * bells[0][:, :, None, :]
        images = self.decoder_image(heat * self.im_encoder(frames)).unflatten(0, (time, batch))
        return self.loss_of(images, joints, points, next_points, x)
