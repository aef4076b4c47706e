import { describe, expect, test } from 'vitest'
import { acceptExternalUrl } from './external-url.ts'

describe('acceptExternalUrl', () => {
  test.each([
    'https://login.example/authorize?client_id=x',
    'http://127.0.0.1:8080/authorize',
    'http://127.9.9.9/',
    'http://[::1]:9/',
    'http://localhost:3000/',
    'http://staging.internal:8080/authorize',
  ])('opens %s', (address) => {
    expect(acceptExternalUrl(address, new Set(['staging.internal:8080'])).href).toContain(
      new URL(address).host,
    )
  })

  test.each([
    'http://login.example/',
    'http://staging.internal/',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1@evil.example/',
    'https://user:secret@login.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'ms-settings:',
    'vscode://file/x',
    'app://claimscope/',
    ' ',
    'login.example',
  ])('refuses %s', (address) => {
    expect(() => acceptExternalUrl(address, new Set(['staging.internal:8080']))).toThrow(
      expect.objectContaining({ code: 'ERR_URL_REFUSED' }),
    )
  })

  test('says nothing of what stood in the address', () => {
    let message = ''
    try {
      acceptExternalUrl('https://user:hunter2@login.example/', new Set())
    } catch (error) {
      message = String(error)
    }
    expect(message).not.toBe('')
    expect(message).not.toContain('hunter2')
  })
})
