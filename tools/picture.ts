// The picture of the README: the board of a fresh demo, as Chromium draws it. `npm run picture`
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { need } from "./debian.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "sakiyomi-picture-"));
const env = { ...process.env, XDG_STATE_HOME: join(dir, "state"), TZ: "Asia/Tokyo" };
/** Until the first page of live data has come, and the first alert. */
const LOOK_MS = 6000;

const missing = need("chromium", "fonts-noto-cjk");
if (missing !== null) throw new Error(missing);
const launcher = join(root, "apps/cli/bin/sakiyomi.js");
const args = ["--conditions=sakiyomi-source", launcher, "start", "--demo", "--data", dir, "--port", "0", "--no-mqtt"];
const server = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.once("exit", resolve));
try {
  await drawn(await addressOf());
} finally {
  server.kill("SIGTERM");
  await ended;
  rmSync(dir, { recursive: true, force: true });
}

function addressOf(): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    server.stdout.on("data", (part) => {
      said += part;
      const address = /Open\s+(\S+)[\s\S]*Ctrl-C/.exec(said)?.[1];
      if (address) resolve(address);
    });
    server.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function drawn(address: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en" });
    await page.goto(address);
    const [name, password] = [page.locator("input:visible").nth(0), page.locator("input:visible").nth(1)];
    await name.fill("Tanaka");
    await password.fill("only for this picture");
    await password.press("Enter");
    await page.waitForTimeout(LOOK_MS);
    await page.screenshot({ path: join(root, "docs/images/board.png") });
  } finally {
    await browser.close();
  }
}
