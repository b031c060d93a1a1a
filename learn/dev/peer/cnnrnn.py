import torch
from torch import nn
from torch.nn import functional as F

from .picture import Decoder, Encoder
from .recurrent import lstm_over


class CnnRnn(nn.Module):
    """Convolutions, an LSTM, convolutions back: EIPL's CNNRNN, with `norm` its CNNRNNLN."""

    def __init__(self, size=128, joints=8, hidden=50, features=10, norm=False, weights=(0.1, 1.0)):
        super().__init__()
        self.weights = weights
        self.encoder_image = Encoder(size, features, norm)
        self.rec = nn.LSTMCell(features + joints, hidden)
        self.decoder_joint = nn.Sequential(nn.Linear(hidden, joints), nn.ReLU() if norm else nn.Tanh())
        self.decoder_image = Decoder(size, hidden, norm=norm)

    def forward(self, image, joints, state=None):
        state = self.rec(torch.cat([self.encoder_image(image), joints], -1), state)
        return self.decoder_image(state[0]), self.decoder_joint(state[0]), state

    def loop(self, x):
        state, steps = None, []
        for image, joints in zip(x["image"], x["joints"]):
            *outputs, state = self(image, joints, state)
            steps.append(outputs)
        return self.loss_of(*(torch.stack(each) for each in zip(*steps)), x)

    def batched(self, x):
        time, batch = x["image"].shape[:2]
        features = self.encoder_image(x["image"].flatten(0, 1)).unflatten(0, (time, batch))
        hidden = lstm_over(torch.cat([features, x["joints"]], -1), self.rec)
        images = self.decoder_image(hidden.flatten(0, 1)).unflatten(0, (time, batch))
        return self.loss_of(images, self.decoder_joint(hidden), x)

    def loss_of(self, images, joints, x):
        image, joint = self.weights
        return image * F.mse_loss(images, x["image.next"]) + joint * F.mse_loss(joints, x["joints.next"])
