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
    rolldownOptions: {
      // Beside the console the script of hosted pages, which must be found by one name.
      input: { index: 'index.html', 'hosted-page': '../sdk/src/browser/hosted-page.ts' },
      output: {
        entryFileNames: ({ name }) =>
          name === 'hosted-page' ? 'hosted-page.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: { '/admin': process.env.COUNTERSIGN_URL ?? 'http://localhost:8080' },
  },
});
