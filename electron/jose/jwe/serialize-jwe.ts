import type { EncryptJob } from './encrypt-token.ts'

type Flattened = {
  readonly protected?: string
  readonly encrypted_key?: string
  readonly iv?: string
  readonly ciphertext: string
  readonly tag?: string
  readonly aad?: string
}

/** One recipient in the form asked for; general is flattened with its own members in a list (RFC 7516 §7.2). */
export function serializeJwe(jwe: Flattened, form: EncryptJob['form']): string {
  const { protected: header = '', encrypted_key, iv = '', ciphertext, tag = '', aad } = jwe
  if (form === 'compact') return [header, encrypted_key ?? '', iv, ciphertext, tag].join('.')
  const own = encrypted_key === undefined ? {} : { encrypted_key }
  return JSON.stringify({
    protected: header,
    ...(form === 'general' ? { recipients: [own] } : own),
    ...(aad === undefined ? {} : { aad }),
    iv,
    ciphertext,
    tag,
  })
}
