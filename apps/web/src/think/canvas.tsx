import { useComputedColorScheme } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { toneOf } from "./lines.tsx";
import { canvasBytes } from "./picture.ts";

const SHOWN = 256;

function paint(canvas: HTMLCanvasElement, picture: Float32Array, side: readonly [number, number]): void {
  const [height, width] = side;
  const small = new OffscreenCanvas(width, height);
  small.getContext("2d")?.putImageData(new ImageData(canvasBytes(picture, width * height), width, height), 0, 0);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/** A ring of light and dark is seen on any picture. */
function drawPoint(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  colour: string,
  isFull: boolean,
) {
  const at = [x * (SHOWN - 1), y * (SHOWN - 1)] as const;
  context.beginPath();
  if (isFull) context.arc(...at, 7, 0, Math.PI * 2);
  else {
    context.moveTo(at[0] - 8, at[1] - 8);
    context.lineTo(at[0] + 8, at[1] + 8);
    context.moveTo(at[0] + 8, at[1] - 8);
    context.lineTo(at[0] - 8, at[1] + 8);
  }
  context.lineWidth = 6;
  context.strokeStyle = "#000";
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = colour;
  context.stroke();
}

export interface PictureProps {
  readonly picture: Float32Array | null;
  /** Pixels, height and width. */
  readonly side: readonly [number, number];
  readonly points?: Float32Array | null;
  readonly expected?: Float32Array | null;
  readonly label: string;
  readonly children?: ReactNode;
}

/** A picture as the model has it, with where it looks (rings) and where it expected to look (crosses). */
export function Picture({ picture, side, points = null, expected = null, label, children }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    context.clearRect(0, 0, SHOWN, SHOWN);
    if (picture) paint(element, picture, side);
    for (const [all, isFull] of [
      [expected, false],
      [points, true],
    ] as const)
      for (let i = 0; all && i + 1 < all.length; i += 2)
        drawPoint(context, [all[i] as number, all[i + 1] as number], toneOf("dark", i / 2), isFull);
  }, [picture, side, points, expected]);
  const count = (points?.length ?? 0) / 2;
  return (
    <figure className="think-picture">
      <canvas ref={canvas} width={SHOWN} height={SHOWN} role="img" aria-label={label} data-points={count} />
      <figcaption>{children ?? label}</figcaption>
    </figure>
  );
}

/** A map of 0 … `most`, dark where there is nothing. */
export function HeatMap({
  map,
  side,
  most,
  tone,
  label,
}: {
  readonly map: Float32Array;
  readonly side: readonly [number, number];
  readonly most: number;
  readonly tone: number;
  readonly label: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const [height, width] = side;
    const hex = toneOf("dark", tone);
    const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [
      number,
      number,
      number,
    ];
    const bytes = new Uint8ClampedArray(width * height * 4);
    for (const [i, value] of map.entries()) {
      const share = Math.min(1, Math.max(0, value / most));
      bytes.set([red * share, green * share, blue * share, 255], i * 4);
    }
    context.putImageData(new ImageData(bytes, width, height), 0, 0);
  }, [map, side, most, tone]);
  return (
    <figure className="think-heat" data-scheme={scheme}>
      <canvas ref={canvas} width={side[1]} height={side[0]} role="img" aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
