import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

export type Rectangle = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const windowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) }),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowState>

export const smallest = { width: 900, height: 600 }
const first = { width: 1280, height: 800 }

/** How the window stood last time; null on a first start or where the file says nothing usable. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Losing this file loses a position on the screen; it is not worth failing for. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
  } catch {
    // A read-only folder is reported by the vault, which has something to lose.
  }
}

/**
 * Where to open: as last time if that still lies on a screen (a monitor may be gone), else centred.
 * `areas` are the usable areas of the screens, the primary one first.
 */
export function placeWindow(
  last: WindowState | null,
  areas: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  const primary = areas[0]
  const largest = { width: primary?.width ?? first.width, height: primary?.height ?? first.height }
  if (!last)
    return { width: Math.min(first.width, largest.width), height: Math.min(first.height, largest.height) }
  const { bounds } = last
  const size = {
    width: Math.max(smallest.width, bounds.width),
    height: Math.max(smallest.height, bounds.height),
  }
  // Enough of the title bar must be reachable to drag the window.
  const reachable = areas.some(
    (area) =>
      bounds.x + size.width - 80 > area.x &&
      bounds.x + 80 < area.x + area.width &&
      bounds.y >= area.y - 10 &&
      bounds.y + 40 < area.y + area.height,
  )
  return reachable
    ? { x: bounds.x, y: bounds.y, ...size }
    : { width: Math.min(size.width, largest.width), height: Math.min(size.height, largest.height) }
}
