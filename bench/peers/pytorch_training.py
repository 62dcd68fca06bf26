"""The default LSTM autoencoder trained by PyTorch on the CPU, for comparison.

Reads rows.f32 (float32, row-major, 7 features), trains on windows of 60 rows in batches of 64 and prints one JSON line
per round: windows per second. The fastest plain form found: nn.LSTM in time-major layout, the fused Adam, the decoder's
constant input expanded without a copy, batches gathered by one index operation, denormals flushed.
Waits for a line on standard input before each round, so that the caller can take turns between contestants.
"""

import json
import sys
import time

import numpy
import torch
from torch import nn

FEATURES, STEPS, BATCH, HIDDEN, BOTTLENECK, LAYERS, DROPOUT = 7, 60, 64, 64, 32, 2, 0.1


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.LSTM(FEATURES, HIDDEN, LAYERS, dropout=DROPOUT)
        self.narrow = nn.Linear(HIDDEN, BOTTLENECK)
        self.wide = nn.Linear(BOTTLENECK, HIDDEN)
        self.decoder = nn.LSTM(HIDDEN, HIDDEN, LAYERS, dropout=DROPOUT)
        self.output = nn.Linear(HIDDEN, FEATURES)

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        code = self.wide(self.narrow(h[-1]))
        y, _ = self.decoder(code.unsqueeze(0).expand(x.shape[0], -1, -1))
        return self.output(y)


def main():
    path, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    rows = torch.from_numpy(numpy.fromfile(path, dtype=numpy.float32).reshape(-1, FEATURES))
    windows = rows.unfold(0, STEPS, 1).permute(2, 0, 1)  # [steps, windows, features], a view
    model = Autoencoder()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)
    loss_of = nn.MSELoss()

    def batch():
        chosen = torch.randint(windows.shape[1], (BATCH,))
        x = windows.index_select(1, chosen).contiguous()
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model(x), x)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(5):
        batch()
    parameters = sum(p.numel() for p in model.parameters())
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads(), "parameters": parameters}), flush=True)
    for _ in sys.stdin:
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            loss = batch()
            count += BATCH
        print(json.dumps({"windows_per_second": count / (time.perf_counter() - began), "loss": loss}), flush=True)


main()
