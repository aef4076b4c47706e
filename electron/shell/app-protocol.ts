import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol } from 'electron'
import { appScheme, resolveAppPath } from './app-path.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/**
 * Before `ready`: a standard, secure scheme has an origin of its own, unlike file://. Its scripts are compiled
 * once and kept for the next start.
 */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/** Serves the window's files, and nothing outside their folder. */
export function serveApp(folder: string): void {
  protocol.handle(appScheme, async (request) => {
    const path = request.method === 'GET' ? resolveAppPath(folder, request.url) : null
    const type = path ? types[extname(path)] : undefined
    if (!path || !type) return refuse(404)
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: {
          'Content-Type': type,
          'Content-Security-Policy': contentSecurityPolicy,
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Resource-Policy': 'same-origin',
        },
      })
    } catch {
      return refuse(404)
    }
  })
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Security-Policy': contentSecurityPolicy } })
}
