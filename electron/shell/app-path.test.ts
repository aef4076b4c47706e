import { sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveAppPath } from './app-path.ts'

const folder = `${sep}app${sep}renderer`

describe('resolveAppPath', () => {
  test.each([
    ['app://claimscope/', `${folder}${sep}index.html`],
    ['app://claimscope/index.html', `${folder}${sep}index.html`],
    ['app://claimscope/assets/index-a1.js?x=1#y', `${folder}${sep}assets${sep}index-a1.js`],
  ])('serves %s', (address, file) => {
    expect(resolveAppPath(folder, address)).toBe(file)
  })

  test.each([
    'app://claimscope/..%2f..%2fetc%2fpasswd',
    'app://claimscope/a/..%2f..%2f..%2fetc/passwd',
    'app://claimscope/..%5c..%5cetc%5cpasswd',
    'app://claimscope/a\\..\\b',
    'app://claimscope/index.html%00.png',
    'app://claimscope/%',
    'app://claimscope/%ff',
    'app://elsewhere/index.html',
    'app://x/../../etc/passwd',
    'https://claimscope/index.html',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('refuses %s', (address) => {
    expect(resolveAppPath(folder, address)).toBeNull()
  })

  test.each([
    ['app://claimscope/assets/../index.html', `${folder}${sep}index.html`],
    ['app://claimscope/%2e%2e/%2e%2e/etc/passwd', `${folder}${sep}etc${sep}passwd`],
  ])('%s stays inside, the address parser has resolved the dots', (address, file) => {
    expect(resolveAppPath(folder, address)).toBe(file)
  })
})
