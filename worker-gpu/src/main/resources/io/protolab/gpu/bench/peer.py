"""The same frozen ViT and prototype head in plain PyTorch, timed as the caller asks.

Arguments: threads, seconds per measurement. Prints one JSON object: version, and seconds of the fastest run by name.
"""

import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

THREADS, BUDGET = int(sys.argv[1]), float(sys.argv[2])
torch.set_num_threads(THREADS)
torch.set_float32_matmul_precision("highest")
torch.manual_seed(0)


def fastest(work):
    work()
    best, start, runs = float("inf"), time.perf_counter(), 0
    while runs < 3 or time.perf_counter() - start < BUDGET:
        before = time.perf_counter()
        work()
        best, runs = min(best, time.perf_counter() - before), runs + 1
    return best


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps=1e-6), nn.LayerNorm(dim, eps=1e-6)
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.fc1, self.fc2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)
        self.ls1, self.ls2 = nn.Parameter(torch.full((dim,), 0.1)), nn.Parameter(torch.full((dim,), 0.1))

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, d)
        x = x + self.ls1 * self.proj(attended)
        return x + self.ls2 * self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self, dim, depth, heads, patch=14, side=16):
        super().__init__()
        self.patch = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, side * side + 1, dim) * 0.02)
        self.blocks = nn.ModuleList(Block(dim, heads) for _ in range(depth))
        self.norm = nn.LayerNorm(dim, eps=1e-6)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.pos
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 1:]


class Head(nn.Module):
    """ProtoS-ViT's head as its reference code lays it out: channels first, 1x1 convolutions."""

    def __init__(self, dim, latent, prototypes, classes):
        super().__init__()
        self.a = nn.Conv2d(dim, latent, 1)
        self.b = nn.Sequential(nn.Conv2d(dim, dim, 1), nn.ReLU(), nn.Conv2d(dim, latent, 1))
        self.out = nn.Linear(latent, latent)
        self.prototypes = nn.Parameter(nn.init.orthogonal_(torch.empty(prototypes, latent)))
        self.k3 = nn.Conv2d(prototypes, prototypes, 3, padding=1, groups=prototypes)
        self.k1 = nn.Conv2d(prototypes, prototypes, 1, groups=prototypes)
        self.norm = nn.LayerNorm(prototypes, eps=1e-6)
        self.weight = nn.Parameter(torch.rand(classes, prototypes) / prototypes**0.5)

    def forward(self, x):
        b, n, d = x.shape
        side = int(n**0.5)
        x = x.transpose(1, 2).reshape(b, d, side, side)
        code = F.dropout2d(self.a(F.dropout2d(x, 0.1)) + self.b(F.dropout2d(x, 0.1)), 0.1)
        z = F.normalize(self.out(F.relu(code.flatten(2).transpose(1, 2))), dim=-1)
        s = F.softmax(z @ F.normalize(self.prototypes, dim=-1).T / 0.1, dim=-1).transpose(1, 2)
        maps = s.reshape(b, -1, side, side)
        h = F.relu(self.norm((self.k3(maps) + self.k1(maps)).permute(0, 2, 3, 1))).amax((1, 2))
        return s, h, h @ self.weight.T


def head_step(batch, patches, dim, latent, prototypes, classes):
    head = Head(dim, latent, prototypes, classes)
    optimiser = torch.optim.AdamW(head.parameters(), lr=0.01, weight_decay=0.01)
    features, labels = torch.rand(batch, patches, dim) * 2 - 1, torch.randint(classes, (batch,))

    def step():
        with torch.no_grad():
            head.weight.clamp_(0, 5)
        s, h, logits = head(features)
        importance = h[:, None] * head.weight
        absolute, squares = importance.abs().sum((1, 2)), (importance**2).sum((1, 2))
        sparsity = (0.01 * absolute**2 / (squares + 1e-20) / (prototypes * classes) ** 0.5 + 0.01 * squares.sqrt()).mean()
        loss = F.cross_entropy(logits, labels) - torch.log(torch.tanh(s.sum((0, 2))) + 1e-20).mean() + sparsity
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return fastest(step)


def forward(dim, depth, heads, batch):
    vit, pixels = Vit(dim, depth, heads).eval(), torch.rand(batch, 3, 224, 224) * 2 - 1
    with torch.inference_mode():
        return fastest(lambda: vit(pixels))


print(json.dumps({
    "version": torch.__version__,
    "vit-b": forward(768, 12, 12, 8),
    "vit-s": forward(384, 12, 6, 8),
    "head": head_step(128, 256, 768, 512, 300, 200),
}))
