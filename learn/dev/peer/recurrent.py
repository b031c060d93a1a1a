import torch
from torch import nn
from torch.nn import functional as F


def lstm_over(x, cell):
    """Every hidden state of an LSTMCell over [time, batch, in], by PyTorch's own fused loop."""
    zeros = x.new_zeros(1, x.shape[1], cell.hidden_size)
    weights = [cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh]
    return torch._VF.lstm(x, (zeros, zeros), weights, True, 1, 0.0, True, False, False)[0]


class Stepwise(nn.Module):
    """Predicts the next vector; the loss is of a whole sequence."""

    def loop(self, x):
        state, outputs = None, []
        for now in x["values"]:
            output, state = self(now, state)
            outputs.append(output)
        return F.mse_loss(torch.stack(outputs), x["values.next"])


class Lstm(Stepwise):
    def __init__(self, values=18, hidden=50):
        super().__init__()
        self.rnn = nn.LSTMCell(values, hidden)
        self.rnn_out = nn.Sequential(nn.Linear(hidden, values), nn.Tanh())

    def forward(self, x, state=None):
        state = self.rnn(x, state)
        return self.rnn_out(state[0]), state

    def batched(self, x):
        return F.mse_loss(self.rnn_out(lstm_over(x["values"], self.rnn)), x["values.next"])


class MtrnnCell(nn.Module):
    """Two layers of leaky integrators (Yamashita and Tani 2008); only the fast one sees the input."""

    def __init__(self, inputs, fast, slow, fast_tau, slow_tau):
        super().__init__()
        self.rates = (1 / fast_tau, 1 / slow_tau)
        self.i2f = nn.Linear(inputs, fast, bias=False)
        self.f2f = nn.Linear(fast, fast, bias=False)
        self.f2s = nn.Linear(fast, slow, bias=False)
        self.s2s = nn.Linear(slow, slow, bias=False)
        self.s2f = nn.Linear(slow, fast, bias=False)

    def first(self, like):
        fast, slow = like.new_zeros(len(like), self.f2f.in_features), like.new_zeros(len(like), self.s2s.in_features)
        return fast, slow, fast, slow

    def forward(self, from_input, state):
        (fast, slow, u_fast, u_slow), (a, b) = state, self.rates
        u_fast = (1 - a) * u_fast + a * (from_input + self.f2f(fast) + self.s2f(slow))
        u_slow = (1 - b) * u_slow + b * (self.f2s(fast) + self.s2s(slow))
        return torch.tanh(u_fast), torch.tanh(u_slow), u_fast, u_slow


class Mtrnn(Stepwise):
    def __init__(self, values=18, fast=60, slow=5, fast_tau=2, slow_tau=12):
        super().__init__()
        self.mtrnn = MtrnnCell(values, fast, slow, fast_tau, slow_tau)
        self.rnn_out = nn.Sequential(nn.Linear(fast, values), nn.Tanh())

    def forward(self, x, state=None):
        state = self.mtrnn(self.mtrnn.i2f(x), state or self.mtrnn.first(x))
        return self.rnn_out(state[0]), state

    def batched(self, x):
        """One product for both layers a step; inputs before and outputs after the recurrence, at once."""
        cell = self.mtrnn
        (a, b), fast = cell.rates, cell.f2f.in_features
        weight = torch.cat([
            torch.cat([cell.f2f.weight, cell.s2f.weight], 1) * a,
            torch.cat([cell.f2s.weight, cell.s2s.weight], 1) * b,
        ])  # fmt: skip
        from_input = F.pad(cell.i2f(x["values"]) * a, (0, len(weight) - fast))
        keep = torch.cat([weight.new_full((fast,), 1 - a), weight.new_full((len(weight) - fast,), 1 - b)])
        u = from_input.new_zeros(from_input.shape[1:])
        h, each = u, []
        for now in from_input.unbind(0):
            u = torch.addmm(now + keep * u, h, weight.t())
            h = torch.tanh(u)
            each.append(h)
        return F.mse_loss(self.rnn_out(torch.stack(each)[..., :fast]), x["values.next"])
