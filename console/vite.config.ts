import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/** `npm run dev -w console` serves the console with hot reload in front of a server on its usual port. */
export default defineConfig({
  plugins: [react(), tailwindcss(), precompress()],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2022',
    // The page's policy lets no `data:` fonts or scripts in.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: Object.fromEntries(
      ['/ml', '/nodes'].map((door) => [
        door,
        { target: process.env.SIGNALBOX_URL ?? 'http://127.0.0.1:8080', ws: true },
      ]),
    ),
  },
});
