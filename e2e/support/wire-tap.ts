import type { Connect } from '../../electron/net/connection.ts'
import type { Mark } from './find-marks.ts'

const secretFields = [
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
  'auth_req_id',
  'token',
  'password',
  'assertion',
  'subject_token',
  'actor_token',
]
const secretMembers = ['access_token', 'refresh_token', 'id_token', 'device_code', 'auth_req_id']

/** A connection that learns, before anything else does, which secrets really go over the wire. */
export function createTap(connect: Connect): {
  readonly connect: Connect
  readonly marks: () => readonly Mark[]
} {
  const seen = new Map<string, string>()
  const add = (what: string, text: string) => {
    if (text.length < 8) return
    // Header and claims are shown decoded; whoever has the signature too has the token.
    const signature = text.startsWith('eyJ') ? text.split('.').at(-1) : undefined
    seen.set(signature && signature.length > 20 ? signature : text, what)
  }
  return {
    marks: () => [...seen].map(([text, what]) => ({ what, text })),
    connect(settings) {
      const connection = connect(settings)
      return {
        ...connection,
        async fetch(url, init) {
          const headers = new Headers(init.headers)
          const credential = (headers.get('authorization') ?? '').replace(/^\w+ /, '')
          add('Authorization', credential)
          if (headers.get('authorization')?.startsWith('Basic '))
            add(
              'Basic secret',
              decodeURIComponent(Buffer.from(credential, 'base64').toString().split(':')[1] ?? ''),
            )
          add('DPoP proof', headers.get('dpop') ?? '')
          const form = new URLSearchParams(
            typeof init.body === 'string' ? init.body : String(init.body ?? ''),
          )
          for (const [name, value] of form) if (secretFields.includes(name)) add(name, value)
          const response = await connection.fetch(url, init)
          const body: unknown = await response
            .clone()
            .json()
            .catch(() => null)
          if (typeof body === 'object' && body !== null) {
            for (const [name, value] of Object.entries(body))
              if (secretMembers.includes(name) && typeof value === 'string') add(name, value)
          }
          return response
        },
      }
    },
  }
}
