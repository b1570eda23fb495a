import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The shop's own paths begin at its root; the browser sees them under /api, so one origin serves both.
const api = {
  target: process.env.SHOP_URL ?? "http://127.0.0.1:8000",
  rewrite: (path: string) => path.replace(/^\/api/, ""),
};

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": api } },
  preview: { proxy: { "/api": api } },
});
