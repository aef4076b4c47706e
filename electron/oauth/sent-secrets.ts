import { credentialNames, isSecretParameter } from '../../shared/oauth/redact.ts'
import type { RecordedRequest } from '../../shared/oauth/run.ts'

/**
 * Every secret of a request in the spelling that really leaves: a server may repeat what it was sent, and
 * libraries encode credentials in ways of their own (RFC 6749 §2.3.1 asks for form encoding inside Basic).
 */
export function sentSecrets({ headers, body, url }: RecordedRequest): readonly string[] {
  const authorization = headers.filter(([name]) => /^(proxy-)?authorization$/i.test(name))
  return [
    ...authorization.flatMap(([, value]) => secretsInAuthorization(value)),
    ...secretsInForm(body ?? ''),
    ...secretsInForm(URL.canParse(url) ? new URL(url).search.slice(1) : ''),
  ].filter((secret) => secret !== '')
}

/** Those of them that prove who the client or the person is, and outlive the run. */
export function sentCredentials({ headers, body, url }: RecordedRequest): readonly string[] {
  const basic = headers.filter(
    ([name, value]) => /^(proxy-)?authorization$/i.test(name) && /^basic /i.test(value),
  )
  const isCredential = (name: string) => credentialNames.has(name.toLowerCase())
  return [
    ...basic.flatMap(([, value]) => secretsInAuthorization(value)),
    ...secretsInForm(body ?? '', isCredential),
    ...secretsInForm(URL.canParse(url) ? new URL(url).search.slice(1) : '', isCredential),
  ].filter((secret) => secret !== '')
}

function secretsInAuthorization(value: string): readonly string[] {
  const [, scheme = '', credential = ''] = /^(\S+) +(.+)$/.exec(value) ?? []
  if (credential === '') return [value]
  if (scheme.toLowerCase() !== 'basic') return [value, credential]
  const pair = Buffer.from(credential, 'base64').toString()
  // The first half is the client's name, which is no secret and must stay readable.
  const password = pair.slice(pair.indexOf(':') + 1)
  return [value, credential, pair, password, decodeForm(password)]
}

function secretsInForm(text: string, isSecret = isSecretParameter): readonly string[] {
  return text.split('&').flatMap((field) => {
    const at = field.indexOf('=')
    const name = decodeForm(field.slice(0, at))
    const value = field.slice(at + 1)
    return at !== -1 && isSecret(name) ? [value, decodeForm(value)] : []
  })
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
