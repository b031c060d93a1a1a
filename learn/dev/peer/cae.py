from torch import nn
from torch.nn import functional as F

from .picture import Decoder, Encoder


class Cae(nn.Module):
    """Convolutional autoencoder with a narrow middle (EIPL's BasicCAE): one form only, for there is no recurrence."""

    def __init__(self, size=128, features=10):
        super().__init__()
        self.encoder, self.decoder = Encoder(size, features), Decoder(size, features, between=50)

    def forward(self, image):
        return self.decoder(self.encoder(image))

    def batched(self, x):
        return F.mse_loss(self(x["image"].flatten(0, 1)), x["image.next"].flatten(0, 1))
