import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import { type Seen, seenIn } from "./seen.ts";

/** A frame goes in and is given away; what was seen in it comes out. `ms`: what reading took. */
export interface FrameIn {
  readonly id: number;
  readonly frame: ImageBitmap;
}
export interface SeenOut {
  readonly id: number;
  readonly seen: readonly Seen[];
  readonly ms: number;
}

// Never from a network of others: the reader's own default is a CDN.
prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith(".wasm") ? wasm : prefix + path) },
});

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d", { willReadFrequently: true });

function pixelsOf(frame: ImageBitmap): ImageData | null {
  canvas.width = frame.width;
  canvas.height = frame.height;
  context?.drawImage(frame, 0, 0);
  frame.close();
  return context?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

async function read({ id, frame }: FrameIn): Promise<SeenOut> {
  const startedAt = performance.now();
  const pixels = pixelsOf(frame);
  const found =
    pixels === null
      ? []
      : await readBarcodes(pixels, {
          formats: ["DataMatrix", "QRCode", "Code128", "DataBar", "ITF", "EANUPC"],
          textMode: "Plain",
          tryHarder: true,
          maxNumberOfSymbols: 6,
        });
  const seen = pixels === null ? [] : seenIn(found, pixels);
  return { id, seen, ms: performance.now() - startedAt };
}

addEventListener("message", ({ data }: MessageEvent<FrameIn>) => {
  read(data).then(postMessage, (error: unknown) => {
    // The page starts the reader anew and says that it broke.
    setTimeout(() => {
      throw error;
    });
  });
});
