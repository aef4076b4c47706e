import { expect, test } from 'vitest'
import { redirectToRegister } from './redirect-to-register.ts'

test.each([
  [{ host: '127.0.0.1', port: 0, path: '/callback' }, 'http://127.0.0.1/callback', true],
  [{ host: '127.0.0.1', port: 8412, path: '/callback' }, 'http://127.0.0.1:8412/callback', false],
  [{ host: '[::1]', port: 0, path: '/' }, 'http://[::1]/', true],
  [{ host: '[::1]', port: 80, path: '/a/b' }, 'http://[::1]/a/b', false],
] as const)('%o', (settings, uri, anyPort) => {
  expect(redirectToRegister(settings)).toEqual({ uri, anyPort })
})
