import { describe, expect, it } from 'vitest'
import { describeVault } from './vault-words.ts'

describe('describeVault', () => {
  it('claims sealing only for a sealed vault', () => {
    expect(describeVault({ kind: 'sealed', backend: 'gnome_libsecret', notice: null })).toMatchObject({
      tone: 'pass',
      short: 'Vault sealed by GNOME Keyring',
    })
    for (const vault of [
      { kind: 'memory', backend: 'basic_text', reason: 'There is no key store.', notice: null },
      { kind: 'refused', code: 'ERR_VAULT_KEY', reason: 'Another key store sealed it.' },
    ] as const) {
      const words = describeVault(vault)
      expect(words.tone).not.toBe('pass')
      expect(`${words.short} ${words.long}`).not.toMatch(/sealed by/)
      expect(words.long).toBe(vault.reason)
    }
  })

  it('is not all well where there is something to notice', () => {
    expect(
      describeVault({ kind: 'sealed', backend: 'dpapi', notice: 'A damaged vault was set aside.' }).tone,
    ).toBe('warning')
  })
})
