import torch
from torch import nn


class Layer(nn.Module):
    """One time scale: leaky integrators with a Gaussian latent state."""

    def __init__(self, units, latent, tau, above):
        super().__init__()
        self.tau = tau
        self.recurrent = nn.Linear(units, units, bias=False)
        self.latent = nn.Linear(latent, units, bias=False)
        if above:
            self.above = nn.Linear(above, units, bias=False)
        self.bias = nn.Parameter(torch.zeros(units))
        self.prior_mean = nn.Linear(units, latent)
        self.prior_deviation = nn.Linear(units, latent)

    def into(self, z, above):
        into = self.latent(z) + self.bias
        return into if above is None else into + self.above(above)

    def prior(self, d):
        return torch.tanh(self.prior_mean(d)), torch.exp(self.prior_deviation(d))


class PvRnn(nn.Module):
    """PV-RNN (Ahmadi and Tani 2019) with softmax-coded outputs, as T-GLean trains it; layers from the bottom up.

    Its inputs: `observation` [time, batch, dimensions] and, where it is given, `noise` [time, batch, latent units of
    all layers]. Its posterior belongs to the sequences of the batch: [batch, time, latent units of all layers].
    """

    def __init__(self, time, batch, dimensions=5, units=(60, 40, 20), latent=(6, 4, 2), taus=(2, 4, 8),
                 meta=(1e-4, 5e-4, 1e-3), meta_first=1.0, codes=10, low=-0.1, high=1.1, spread=0.05):  # fmt: skip
        super().__init__()
        self.latent, self.meta, self.meta_first = list(latent), meta, meta_first
        self.shape, self.spread = (dimensions, codes), spread
        self.layers = nn.ModuleList(Layer(*each) for each in zip(units, latent, taus, (*units[1:], 0)))
        self.output = nn.Linear(units[0], dimensions * codes)
        names = ("mean", "deviation")
        self.posterior = nn.ParameterDict({name: torch.zeros(batch, time, sum(latent)) for name in names})
        self.register_buffer("references", torch.linspace(low, high, codes), persistent=False)

    def beliefs(self, x):
        """Posterior means, deviations and samples of each layer: [time, batch, units]."""
        mean = torch.tanh(self.posterior["mean"]).transpose(0, 1)
        deviation = torch.exp(self.posterior["deviation"]).transpose(0, 1)
        noise = x["noise"] if "noise" in x else torch.randn(mean.shape, dtype=mean.dtype)
        return [values.split(self.latent, -1) for values in (mean, deviation, mean + deviation * noise)]

    def loop(self, x):
        """A step of everything, one after the other."""
        time, batch = x["observation"].shape[:2]
        means, deviations, samples = self.beliefs(x)
        h = [x["observation"].new_zeros(batch, len(layer.bias)) for layer in self.layers]
        d, outputs, divergences = list(h), [], []
        for t in range(time):
            now = [None] * len(h)
            for i, layer in reversed(list(enumerate(self.layers))):
                q = means[i][t], deviations[i][t]
                p = layer.prior(d[i]) if t > 0 else (torch.zeros_like(q[0]), torch.ones_like(q[1]))
                now[i] = divergence(q, p).sum() / self.latent[i]
                above = d[i + 1] if i + 1 < len(d) else None
                into = layer.recurrent(d[i]) + layer.into(samples[i][t], above)
                h[i] = (1 - 1 / layer.tau) * h[i] + into / layer.tau
                d[i] = torch.tanh(h[i])
            divergences.append(torch.stack(now))
            outputs.append(self.output(d[0]))
        return self.loss_of(torch.stack(outputs), torch.stack(divergences), x["observation"])

    def batched(self, x):
        """Priors and outputs after a recurrence that holds one product a layer and step."""
        means, deviations, samples = self.beliefs(x)
        d, divergences = None, [None] * len(self.layers)
        for i, layer in reversed(list(enumerate(self.layers))):
            d = over_time(layer, layer.into(samples[i], d))
            later = layer.prior(d[:-1])
            first = torch.zeros_like(means[i][:1]), torch.ones_like(means[i][:1])
            p = [torch.cat(each) for each in zip(first, later)]
            divergences[i] = divergence((means[i], deviations[i]), p).sum((1, 2)) / self.latent[i]
        return self.loss_of(self.output(d), torch.stack(divergences, 1), x["observation"])

    def loss_of(self, outputs, divergences, observation):
        """Sums over time, means over the sequences and the output units."""
        batch = outputs.shape[1]
        codes = torch.log_softmax(-((observation[..., None] - self.references) ** 2) / self.spread, -1)
        logs = torch.log_softmax(outputs.unflatten(-1, self.shape), -1)
        accuracy = (codes.exp() * (codes - logs)).sum() / (self.shape[0] * self.shape[1])
        complexity = self.meta_first * divergences[0].sum()
        for i, weight in enumerate(self.meta):
            complexity = complexity + weight * divergences[1:, i].sum()
        return (accuracy + complexity) / batch


def over_time(layer, into):
    weight, h, each = layer.recurrent.weight.t() / layer.tau, None, []
    d = into.new_zeros(into.shape[1:])
    for now in (into / layer.tau).unbind(0):
        u = torch.addmm(now, d, weight)
        h = u if h is None else u + (1 - 1 / layer.tau) * h
        d = torch.tanh(h)
        each.append(d)
    return torch.stack(each)


def divergence(q, p):
    """KL of Gaussians given as (mean, deviation)."""
    return torch.log(p[1] / q[1]) + ((p[0] - q[0]) ** 2 + q[1] ** 2) / (2 * p[1] ** 2) - 0.5
