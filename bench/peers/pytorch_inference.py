"""One window through the default LSTM autoencoder in PyTorch on one CPU thread, for comparison.

Prints its version, then for every line on standard input the median microseconds of one window over a second. The
fastest plain form found: inference mode, one thread, time-major layout, the decoder's constant input expanded without
a copy; torch.jit and torch.compile were no faster for a single window.
"""

import json
import sys
import time

import torch
from torch import nn

FEATURES, STEPS, HIDDEN, BOTTLENECK, LAYERS = 7, 60, 64, 32, 2


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(FEATURES, HIDDEN, LAYERS)
        self.narrow = nn.Linear(HIDDEN, BOTTLENECK)
        self.wide = nn.Linear(BOTTLENECK, HIDDEN)
        self.decoder = nn.LSTM(HIDDEN, HIDDEN, LAYERS)
        self.output = nn.Linear(HIDDEN, FEATURES)

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        code = self.wide(self.narrow(h[-1]))
        y, _ = self.decoder(code.unsqueeze(0).expand(x.shape[0], -1, -1))
        return self.output(y[-1])


def main():
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = Autoencoder().eval()
    window = torch.sin(torch.arange(STEPS * FEATURES).float() * 0.37).reshape(STEPS, 1, FEATURES)
    print(json.dumps({"version": torch.__version__}), flush=True)
    with torch.inference_mode():
        for _ in sys.stdin:
            times = []
            until = time.perf_counter() + 1
            while time.perf_counter() < until:
                start = time.perf_counter()
                model(window)
                times.append(time.perf_counter() - start)
            times.sort()
            print(json.dumps({"us_median": times[len(times) // 2] * 1e6}), flush=True)


main()
