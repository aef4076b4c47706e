import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** What the set-up found; see scripts/setup/runtime.mjs. */
export type Runtime = {
  readonly kind: 'override' | 'official' | 'fallback'
  readonly origin: string
  readonly executable: string
  readonly dist: string
  readonly version: string
}

export function readRuntime(): Runtime {
  return JSON.parse(readFileSync(join(root, '.runtime', 'runtime.json'), 'utf8')) as Runtime
}

/**
 * The arguments that start the app from this folder. The fallback finds it by itself (resources/app).
 * As root Chromium's sandbox cannot start; the launcher says so, never the app.
 */
export function launchArguments(runtime: Runtime, extra: readonly string[] = []): string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return [...(asRoot ? ['--no-sandbox'] : []), ...extra, ...(runtime.kind === 'fallback' ? [] : [root])]
}
