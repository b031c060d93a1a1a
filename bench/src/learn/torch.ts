import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Command } from "./side.ts";

/** Debian's own Python: its packages are not seen by another one that comes first in PATH. */
const PYTHON = "/usr/bin/python3";
/**
 * With the BLAS that Debian recommends for it, in the variant that shares PyTorch's own threads: on the reference BLAS,
 * which alone is installed without recommendations, its convolutions take three times as long.
 */
const PACKAGES = ["python3-torch", "libopenblas0-openmp"];
const LOOK = `
import torch
print(torch.__version__)
print("OpenBLAS" if "openblas" in open("/proc/self/maps").read() else "reference BLAS")
`;

export interface Torch {
  readonly version: string;
  readonly blas: string;
}

export type TorchFound = Torch | { readonly missing: string };

/** Debian's PyTorch at its best, installed where that can be done (as root, on Debian). */
export function findTorch(): TorchFound {
  const here = loadedTorch();
  if (here?.blas === "OpenBLAS") return here;
  const args = ["-q", "install", "-y", "--no-install-recommends", ...PACKAGES];
  if (process.getuid?.() === 0) spawnSync("apt-get", args, { stdio: "ignore" });
  return loadedTorch() ?? { missing: `PyTorch is not installed: sudo apt-get install ${PACKAGES.join(" ")}` };
}

function loadedTorch(): Torch | null {
  const { status, stdout } = spawnSync(PYTHON, ["-c", LOOK], { encoding: "utf8" });
  const [version, blas] = stdout?.trim().split("\n") ?? [];
  return status === 0 && version !== undefined && blas !== undefined ? { version, blas } : null;
}

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One of the scripts of peer/. Waiting threads of PyTorch sleep, as ours do: spinning ones starve the other side. */
export const torchCommand = (script: string, task: object, threads: number): Command => ({
  program: PYTHON,
  args: [folder(`../../src/learn/peer/${script}.py`), JSON.stringify(task)],
  env: {
    OMP_WAIT_POLICY: "PASSIVE",
    OMP_NUM_THREADS: String(threads),
    PYTHONPATH: folder("../../../learn/dev"),
    PYTHONDONTWRITEBYTECODE: "1",
  },
});
