import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** While the page is worked on, the API comes from a server that runs beside it. */
const server = process.env.SAKIYOMI_SERVER ?? "http://127.0.0.1:7700";

/** The ward's page lives at the root, on addresses of any depth. think.html may lie in any folder of any file host. */
const isOfWard = (host: string): boolean => host.endsWith("index.html");

export default defineConfig({
  base: "./",
  plugins: [react()],
  resolve: { conditions: ["sakiyomi-source", "module", "browser", "development|production"] },
  build: {
    target: "es2023",
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: ["index.html", "robot.html", "think.html"].map((page) => join(import.meta.dirname, page)),
    },
  },
  worker: { format: "es" },
  experimental: {
    renderBuiltUrl: (file, { hostId, hostType }) =>
      hostType === "html" && isOfWard(hostId) ? `/${file}` : { relative: true },
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
});
