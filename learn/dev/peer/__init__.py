"""The models of learn/ once more, in PyTorch: peers for golden values and for the bench. Not part of the package.

Each is built from the same settings, names its parameters as learn/ does, and has two forms of the same loss:
`loop`, one call of the model a time step, as published code writes it, and `batched`, everything outside the
recurrence once over time x batch. Sequences are [time, batch, ...].
"""

from .cae import Cae
from .cnnrnn import CnnRnn
from .pvrnn import PvRnn
from .recurrent import Lstm, Mtrnn
from .sarnn import Sarnn

MODELS = {"sarnn": Sarnn, "cae": Cae, "lstm": Lstm, "mtrnn": Mtrnn, "cnnrnn": CnnRnn, "pvrnn": PvRnn}
