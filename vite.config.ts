import { builtinModules } from 'node:module'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type EnvironmentOptions } from 'vite'

const root = import.meta.dirname
const from = (path: string) => resolve(root, path)

/**
 * Loaded from node_modules at run time: `libsql` is native, `oidc-provider` reads its own files.
 * Everything else is bundled, so that start-up opens few files.
 */
const atRunTime = [
  'electron',
  'libsql',
  'oidc-provider',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
]

function nodeSide(
  input: Record<string, string>,
  format: 'es' | 'cjs',
  extension: string,
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: atRunTime, conditions: ['node', 'import', 'default'] },
    build: {
      outDir: from('dist/main'),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input,
        external: atRunTime,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunk-[name]-[hash].${extension}`,
        },
      },
    },
  }
}

export default defineConfig({
  root: from('renderer'),
  base: './',
  publicDir: false,
  plugins: [react()],
  builder: {},
  // A module, so that it shares the bundle's chunks; there is no other kind under this content security policy.
  worker: { format: 'es' },
  environments: {
    client: {
      build: {
        outDir: from('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome130',
        // Fonts stay files: the content security policy allows none in data: addresses.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
      },
    },
    main: nodeSide(
      {
        main: from('electron/main.ts'),
        'provider-process': from('electron/provider/provider-process.ts'),
        'crypto-worker': from('electron/jose/crypto-worker.ts'),
      },
      'es',
      'js',
    ),
    preload: nodeSide({ preload: from('electron/preload.ts') }, 'cjs', 'cjs'),
  },
})
