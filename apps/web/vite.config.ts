import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** While the page is worked on, the API comes from a server that runs beside it. */
const server = process.env.SAKIYOMI_SERVER ?? "http://127.0.0.1:7700";

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["sakiyomi-source", "module", "browser", "development|production"] },
  build: { target: "es2023", chunkSizeWarningLimit: 1200 },
  server: { proxy: { "/api": { target: server, ws: true } } },
});
