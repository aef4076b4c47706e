import { startCandidate } from './candidate.ts'
import { collect } from './collected.ts'
import { importRefusal } from './import-refusal.ts'
import type { Import } from './imported.ts'
import { readCommandLine, shellWords } from './shell-words.ts'

export function isCurl(text: string): boolean {
  return /^\s*(?:\$ )?curl(?:\.exe)?\s/.test(text)
}

/** Options without a value; all others are taken to have one. */
const switches = new Set(
  '-s -S -L -k -v -i -f -G -g -N -# --silent --show-error --location --insecure --verbose --include --fail --get --globoff --compressed --http1.1 --http2 --no-buffer --fail-with-body'.split(
    ' ',
  ),
)

/** A token request as curl makes it (RFC 6749 §4.1.3, §4.3.2, §4.4.2, §6): where, who, and which grant. */
export function readCurl(text: string): Import {
  const words = shellWords(text.replace(/^\s*\$ /, '').trim())
  if (words === null)
    throw importRefusal('malformed', 'the command line has an open quote, or runs another command')
  const { options, rest } = readCommandLine(words.slice(1), switches)
  const url = options.find(({ name }) => name === '--url')?.value ?? rest[0] ?? ''
  const form: [string, string][] = []
  const leftOut: { from: string; why: string }[] = []
  let user: string | null = null
  for (const { name, value } of options) {
    if (value === null) {
      if (name === '-k' || name === '--insecure')
        leftOut.push({ from: name, why: 'certificates are always checked' })
      continue
    }
    switch (name) {
      case '-d':
      case '--data':
      case '--data-raw':
      case '--data-ascii':
      case '--data-binary':
        if (value.startsWith('@')) leftOut.push({ from: name, why: 'a file named in a text is not read' })
        else form.push(...new URLSearchParams(value))
        break
      case '--data-urlencode': {
        const at = value.indexOf('=')
        if (at < 0) leftOut.push({ from: name, why: 'name=value is expected here' })
        else form.push([value.slice(0, at), value.slice(at + 1)])
        break
      }
      case '-F':
      case '--form':
      case '--form-string': {
        const at = value.indexOf('=')
        if (at > 0) form.push([value.slice(0, at), value.slice(at + 1)])
        break
      }
      case '-u':
      case '--user':
        user = value
        break
      case '-H':
      case '--header': {
        const basic = /^authorization:\s*basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(value)
        if (basic) user = decodeBasic(basic[1] ?? '')
        else if (!/^(?:content-type|accept|content-length|user-agent|host)\s*:/i.test(value)) {
          leftOut.push({
            from: `header ${value.split(':', 1)[0]?.slice(0, 60)}`,
            why: 'only Authorization: Basic is taken of headers',
          })
        }
        break
      }
      case '-X':
      case '--request':
      case '--url':
      case '-o':
      case '--output':
      case '-A':
      case '--user-agent':
      case '-w':
      case '--write-out':
      case '--max-time':
      case '-m':
        break
      case '-E':
      case '--cert':
      case '--key':
      case '--cacert':
        leftOut.push({ from: name, why: 'a file named in a text is not read; enter it in the profile' })
        break
      default:
        leftOut.push({ from: name.slice(0, 60), why: 'there is no such setting here' })
    }
  }
  const grant = form.find(([name]) => name === 'grant_type')?.[1]
  if (grant === undefined) {
    throw importRefusal(
      'unknown',
      'a token request is expected in the curl command, with a grant_type in its body',
    )
  }
  const [address = ''] = url.split('?', 1)
  const candidate = startCandidate(/^https?:\/\/([^/?#]+)/i.exec(address)?.[1] ?? 'curl')
  for (const { from, why } of leftOut) candidate.leave(from, why)
  candidate.endpoint('address', 'token_endpoint', address)
  candidate.grant('grant_type', grant)
  if (user !== null) {
    const at = user.indexOf(':')
    candidate.clientId('user', decode(at < 0 ? user : user.slice(0, at)))
    if (at >= 0) candidate.secret('user', 'client_secret', decode(user.slice(at + 1)))
    candidate.method('user', 'client_secret_basic')
  }
  for (const [name, value] of form) {
    switch (name) {
      case 'grant_type':
        break
      case 'client_id':
        if (user === null) candidate.clientId(name, value)
        break
      case 'client_secret':
        candidate.secret(name, 'client_secret', value)
        candidate.method(name, 'client_secret_post')
        break
      case 'scope':
        candidate.scope(name, value)
        break
      case 'redirect_uri':
        candidate.redirect(name, value)
        break
      case 'username':
        candidate.flow(name, { username: value })
        break
      case 'password':
        candidate.secret(name, 'password', value)
        break
      case 'refresh_token':
      case 'subject_token':
      case 'actor_token':
      case 'assertion':
        candidate.secret(name, name, value)
        break
      case 'subject_token_type':
      case 'actor_token_type':
      case 'requested_token_type':
        candidate.flow(name, { [name]: value })
        break
      case 'audience':
        candidate.audience(name, value)
        break
      case 'code':
      case 'code_verifier':
      case 'device_code':
        candidate.leave(name, 'it is made anew for each run')
        break
      case 'client_assertion':
        candidate.method('client_assertion', 'private_key_jwt')
        candidate.leave(name, 'it was made for one request; enter the client’s key in the profile')
        break
      case 'client_assertion_type':
        break
      default:
        if (grant === 'authorization_code') {
          candidate.parameter(name.slice(0, 100), name, value, { request: 'token', place: 'body' })
        } else candidate.parameter(name.slice(0, 100), name, value)
    }
  }
  return collect('curl command', [candidate.finish])
}

function decodeBasic(text: string): string | null {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  } catch {
    return null
  }
}

/** RFC 6749 §2.3.1: both halves are form-encoded; most are plain and mean the same. */
function decode(text: string): string {
  try {
    return /%[0-9A-Fa-f]{2}/.test(text) ? decodeURIComponent(text) : text
  } catch {
    return text
  }
}
