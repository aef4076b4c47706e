import { type ChildProcess, spawn } from 'node:child_process'

export type Display = { readonly name: string | null; readonly virtual: boolean; close(): void }

/** The display there is; on Linux without one, a virtual one (Xvfb) that ends with `close`. */
export async function openDisplay(): Promise<Display> {
  const there = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY ?? null
  if (process.platform !== 'linux' || there) return { name: there, virtual: false, close: () => {} }
  const display = await openVirtualDisplay()
  process.env.DISPLAY = display.name ?? ''
  return {
    ...display,
    close() {
      delete process.env.DISPLAY
      display.close()
    },
  }
}

/** One more virtual display, with a clipboard of its own. */
export async function openVirtualDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  return { name: `:${await firstLine(server)}`, virtual: true, close: () => server.kill() }
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('error', (cause) => reject(new Error('Xvfb could not be started', { cause })))
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text.trim())
    })
  })
}
