import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Django serves the page and finds these files by the manifest; nothing here makes HTML.
export default defineConfig({
  plugins: [svelte()],
  base: '/static/',
  build: {
    manifest: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A file inlined as data: would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['src/entries/young.ts', 'src/entries/staff.ts', 'src/entries/pages.ts', 'src/entries/passkey.ts'],
    },
  },
  server: { fs: { allow: ['..'] } },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
});
