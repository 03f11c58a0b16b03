import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    target: 'es2022',
    // Fonts and images stay files: the content security policy allows no data addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { '/admin': process.env.COUNTERSIGN_URL ?? 'http://localhost:8080' },
  },
});
