import { spawn } from "node:child_process";
import { join } from "node:path";
import { LearnFault } from "../fault.ts";
import { joined } from "./target.ts";
import type { VideoDecoder, VideoRequest } from "./video.ts";

/** Decodes through the `ffmpeg` program, where it is installed. @throws {LearnFault} "video" with what to install. */
export const ffmpegDecoder =
  (program = "ffmpeg"): VideoDecoder =>
  async (request) => {
    const pixels = await output(program, argumentsFor(request), join(request.folder, request.path));
    const expected = request.count * request.width * request.height * 3;
    if (pixels.length === expected) return pixels;
    throw new LearnFault(
      "video",
      `${request.path}: ${pixels.length} bytes of pictures came for ${request.count} frames from ${request.from.toFixed(3)} s; ${expected} were due.`,
      "The video is shorter or of another size than meta/info.json says: fetch it again.",
    );
  };

/** Half a frame early, so that rounding never skips the frame that was asked for. */
function argumentsFor({ folder, path, from, rate, count, width, height }: VideoRequest): readonly string[] {
  const seek = Math.max(0, from - 0.5 / rate).toFixed(6);
  const quiet = ["-nostdin", "-loglevel", "error"];
  // "file:", so that a colon in a name is not taken for a protocol.
  const input = ["-ss", seek, "-i", `file:${join(folder, path)}`];
  const size = ["-vf", `scale=${width}:${height}`, "-frames:v", String(count), "-vsync", "passthrough"];
  return [...quiet, ...input, ...size, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
}

function output(program: string, args: readonly string[], video: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ["ignore", "pipe", "pipe"] });
    const parts: Uint8Array[] = [];
    let words = "";
    child.stdout.on("data", (part: Uint8Array) => parts.push(part));
    child.stderr.on("data", (part: Buffer) => {
      words += part.toString();
    });
    child.once("error", (error) =>
      reject(
        new LearnFault(
          "video",
          `${video}: ${program} cannot be started.`,
          "Install ffmpeg, or leave video out (withoutVideo).",
          { cause: error },
        ),
      ),
    );
    child.once("close", (code) =>
      code === 0
        ? resolve(joined(parts))
        : reject(
            new LearnFault(
              "video",
              `${video}: ffmpeg ended with ${code}: ${words.trim().split("\n")[0] ?? ""}`,
              "Fetch the video again.",
            ),
          ),
    );
  });
}
