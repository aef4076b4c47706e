import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 1920, height: 1080 }
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
})

describe('placeWindow', () => {
  test.each([
    ['a first start', null, [screen], { width: 1280, height: 800 }],
    [
      'a first start on a small screen',
      null,
      [{ ...screen, width: 1024, height: 700 }],
      { width: 1024, height: 700 },
    ],
    ['where it stood', at(100, 50), [screen], { x: 100, y: 50, width: 1000, height: 700 }],
    ['on the second screen', at(2000, 50), [screen, second], { x: 2000, y: 50, width: 1000, height: 700 }],
    ['a screen that is gone', at(2000, 50), [screen], { width: 1000, height: 700 }],
    ['above the screen', at(100, -400), [screen], { width: 1000, height: 700 }],
    ['smaller than it may be', at(0, 0, 10, 10), [screen], { x: 0, y: 0, width: 900, height: 600 }],
  ])('%s', (_name, last, areas, expected) => {
    expect(placeWindow(last, areas)).toEqual(expected)
  })
})

describe('the file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-window-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('comes back as written, for the user alone', () => {
    const file = join(folder, 'window.json')
    writeWindowState(file, at(1, 2))
    expect(readWindowState(file)).toEqual(at(1, 2))
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test.each([
    '',
    '{',
    '[]',
    '{"bounds":{"x":"1"}}',
    '{"bounds":{"x":0,"y":0,"width":1e99,"height":5},"maximized":false}',
  ])('is forgotten where it says %s', (text) => {
    const file = join(folder, 'window.json')
    writeFileSync(file, text)
    expect(readWindowState(file)).toBeNull()
  })

  test('is forgotten where there is none', () => expect(readWindowState(join(folder, 'none'))).toBeNull())
})
