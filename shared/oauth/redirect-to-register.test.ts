import { expect, test } from 'vitest'
import { redirectToRegister } from './redirect-to-register.ts'

test.each([
  [{ host: '127.0.0.1', port: 0, path: '/callback' }, 'http://127.0.0.1/callback', true],
  [{ host: '127.0.0.1', port: 8412, path: '/callback' }, 'http://127.0.0.1:8412/callback', false],
  [{ host: '[::1]', port: 0, path: '/' }, 'http://[::1]/', true],
  [{ host: '[::1]', port: 80, path: '/a/b' }, 'http://[::1]/a/b', false],
] as const)('%o', (settings, uri, anyPort) => {
  expect(redirectToRegister(settings)).toEqual({ uris: [uri], anyPort })
})

test('each fallback port is an address of its own, once and in order; without a port of one’s own there is none', () => {
  const redirect = { host: 'localhost', path: '/cb', fallback_ports: [8001, 8000, 80] } as const
  expect(
    redirectToRegister({ ...redirect, fallback_ports: [...redirect.fallback_ports], port: 8000 }),
  ).toEqual({
    uris: ['http://localhost:8000/cb', 'http://localhost:8001/cb', 'http://localhost/cb'],
    anyPort: false,
  })
  expect(redirectToRegister({ ...redirect, fallback_ports: [8001], port: 0 })).toEqual({
    uris: ['http://localhost/cb'],
    anyPort: true,
  })
})
