import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { bytesFile, folderOf } from "../access.ts";
import { crc32, plainCrc32 } from "../crc32.ts";
import { madeEpisodes } from "../made.ts";
import { npyHeader, openNpy } from "../npy.ts";
import { ownSplit } from "../split.ts";
import { joined, memoryTarget } from "../target.ts";
import { openZip } from "../zip.ts";
import { openEipl } from "./read.ts";
import { writeEipl } from "./write.ts";

const npy = (header: string, data: Uint8Array, version = 1): Uint8Array => {
  const size = version === 1 ? 2 : 4;
  const head = new Uint8Array(8 + size + header.length);
  head.set([0x93, ...new TextEncoder().encode("NUMPY"), version, 0]);
  new DataView(head.buffer).setUint16(8, header.length, true);
  head.set(new TextEncoder().encode(header), 8 + size);
  return joined([head, data]);
};

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

test("numpy's header of versions 1 to 3 is read, in the bytes that numpy 1.24 writes", async () => {
  // numpy.save(f, numpy.arange(6, dtype="<f4").reshape(2, 3)), numpy 1.24.2; 2 and 3 by numpy.lib.format.write_array.
  const words = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  for (const version of [1, 2, 3]) {
    const array = await openNpy(bytesFile("a.npy", npy(`${words.padEnd(117)}\n`, floats(0, 1, 2, 3, 4, 5), version)));
    assert.deepEqual(array.shape, [2, 3]);
    assert.deepEqual([...Array.from(await array.rows(1, 2))], [3, 4, 5]);
  }
});

test("the header that is written is the one that numpy writes", () => {
  const header = npyHeader("f4", [2, 3]);
  assert.equal(header.length, 128);
  assert.equal(
    new TextDecoder().decode(header.subarray(10)),
    `${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)}\n`,
  );
});

test("arrays of another order, type or length are refused with their name", async () => {
  const refused = (header: string, said: RegExp, bytes = 24) =>
    assert.rejects(openNpy(bytesFile("a.npy", npy(header, new Uint8Array(bytes)))), said);
  await refused("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", /a\.npy: is big-endian/);
  await refused("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", /Fortran order.*ascontiguousarray/);
  await refused("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", /something else than plain numbers/);
  await refused("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }", /type c8/);
  await refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", /its shape \[2,3\] needs/, 20);
  await assert.rejects(openNpy(bytesFile("a.npy", new Uint8Array(40))), /does not begin as a numpy array/);
});

test("a vector in Fortran order is the same bytes, and is read", async () => {
  const array = await openNpy(
    bytesFile("a.npy", npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3,), }", floats(1, 2, 3))),
  );
  assert.deepEqual([...Array.from(await array.rows(0, 3))], [1, 2, 3]);
});

/** A ZIP archive, as numpy.savez (stored) or savez_compressed (deflated) makes it. */
function zipOf(files: Readonly<Record<string, Uint8Array>>, isDeflated: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const stored = isDeflated ? new Uint8Array(deflateRawSync(bytes)) : bytes;
    const words = new TextEncoder().encode(name);
    const local = new DataView(new ArrayBuffer(30));
    const central = new DataView(new ArrayBuffer(46));
    for (const [view, base] of [
      [local, 0],
      [central, 2],
    ] as const) {
      view.setUint32(0, base === 0 ? 0x04034b50 : 0x02014b50, true);
      view.setUint16(8 + base, isDeflated ? 8 : 0, true);
      view.setUint32(14 + base, crc32(bytes), true);
      view.setUint32(18 + base, stored.length, true);
      view.setUint32(22 + base, bytes.length, true);
      view.setUint16(26 + base, words.length, true);
    }
    central.setUint32(42, at, true);
    const entry = joined([new Uint8Array(local.buffer), words, stored]);
    parts.push(entry);
    directory.push(new Uint8Array(central.buffer), words);
    at += entry.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint32(12, joined(directory).length, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer)]);
}

test("entries of an archive are read forward and back, stored or deflated", async () => {
  const bytes = new Uint8Array(1_000_000).map((_, i) => (i * i) % 251);
  for (const isDeflated of [false, true]) {
    const zip = await openZip(bytesFile("a.npz", zipOf({ "x.npy": Uint8Array.of(1), "y.npy": bytes }, isDeflated)));
    assert.deepEqual(zip.names, ["x.npy", "y.npy"]);
    const entry = await zip.open("y.npy");
    assert.equal(entry.size, bytes.length);
    for (const start of [900_000, 10, 500_000])
      assert.deepEqual(await entry.read(start, start + 100), bytes.subarray(start, start + 100));
    await entry.close();
  }
});

test("an archive that is cut, or whose compressed bytes turned over, is refused", async () => {
  const bytes = new Uint8Array(300_000).map((_, i) => Math.floor(1e6 * Math.abs(Math.sin(i))) % 256);
  const archive = zipOf({ "y.npy": bytes }, true);
  await assert.rejects(openZip(bytesFile("a.npz", archive.subarray(0, 2000))), /a\.npz: has no directory/);
  const broken = archive.slice();
  broken.fill(0xff, 2000, 2400);
  const zip = await openZip(bytesFile("a.npz", broken));
  await assert.rejects(
    zip.open("y.npy").then((entry) => entry.read(0, bytes.length)),
    /a\.npz:y\.npy: (cannot be inflated|ends too early|does not fit its checksum)/,
  );
});

test("EIPL's folder of train and test arrays is read: images channels first, bounds, split", async () => {
  const made = madeEpisodes([6, 6, 6], 10);
  const target = memoryTarget();
  await writeEipl(made, target, { split: { train: [0, 2], test: [1] } });
  assert.deepEqual(Object.keys(target.files).sort(), [
    "joint_bounds.npy",
    "test/gripper.npy",
    "test/images.npy",
    "test/joints.npy",
    "test/lengths.npy",
    "train/gripper.npy",
    "train/images.npy",
    "train/joints.npy",
    "train/lengths.npy",
  ]);
  const source = await openEipl(folderOf("set", target.files), { rate: 10, names: ["shoulder", "elbow", "wrist"] });
  assert.deepEqual(ownSplit(source), { train: [0, 1], test: [2] });
  const [ours, theirs] = [await made.read(2, 1, 5), await source.read(1, 1, 5)];
  assert.deepEqual(theirs.columns, ours.columns);
  assert.deepEqual([...theirs.at], [0.1, 0.2, 0.3, 0.4]);
  const state = (await made.read(0, 0, 6)).columns["observation.state"]?.data ?? [];
  assert.equal(
    source.stored?.["observation.state"]?.max[0],
    Math.max(state[15] ?? 0, ...[0, 2].flatMap((e) => [...madeState(e)])),
  );
});

const madeState = (index: number) =>
  Array.from({ length: 6 }, (_, i) => Math.fround(Math.sin(Math.floor(i) / 5 + index)));

test("episodes of different length are padded with their last frame, and come back at their own", async () => {
  const made = madeEpisodes([9, 4], 10);
  const target = memoryTarget();
  await writeEipl(made, target);
  const joints = await openNpy(bytesFile("joints", target.files["joints.npy"] ?? new Uint8Array()));
  assert.deepEqual(joints.shape, [2, 9, 3]);
  assert.deepEqual(await joints.frames(9 + 3, 9 + 4), await joints.frames(9 + 8, 9 + 9));
  const source = await openEipl(folderOf("set", target.files), { rate: 10 });
  assert.deepEqual(
    source.episodes.map(({ length }) => length),
    [9, 4],
  );
  await assert.rejects(source.read(1, 0, 5), /episode 1 has no frames 0 to 5/);
});

test("arrays that do not fit each other, and a folder without any, are refused", async () => {
  const target = memoryTarget();
  await writeEipl(madeEpisodes([3, 3]), target);
  const other = memoryTarget();
  await writeEipl(madeEpisodes([3, 4]), other);
  const mixed = { ...target.files, "images.npy": other.files["images.npy"] ?? new Uint8Array() };
  await assert.rejects(openEipl(folderOf("set", mixed), { rate: 10 }), /episodes × frames/);
  await assert.rejects(openEipl(folderOf("set", {}), { rate: 10 }), /holds no images\.npy/);
  await assert.rejects(openEipl(folderOf("set", target.files), { rate: 0 }), /Give the rate/);
});

test("all arrays in one .npz are the same set", async () => {
  const target = memoryTarget();
  await writeEipl(madeEpisodes([5, 5]), target);
  const source = await openEipl(folderOf("set", { "all.npz": zipOf(target.files, true) }), { rate: 10 });
  const plain = await openEipl(folderOf("set", target.files), { rate: 10 });
  for (const episode of [1, 0]) assert.deepEqual(await source.read(episode, 1, 5), await plain.read(episode, 1, 5));
  await source.close();
});

test("the checksum without a runtime's help is zlib's", () => {
  // The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.
  const bytes = new TextEncoder().encode("123456789");
  assert.equal(plainCrc32(bytes), 0xcbf43926);
  assert.equal(plainCrc32(bytes.subarray(4), crc32(bytes.subarray(0, 4))), 0xcbf43926);
});
