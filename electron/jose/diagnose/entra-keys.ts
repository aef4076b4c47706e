import type { FindCause } from './attempt.ts'

const hosts =
  /^https:\/\/(?:sts\.windows\.net|login\.microsoftonline\.com|login\.microsoftonline\.us|login\.partner\.microsoftonline\.cn)\//

/**
 * Microsoft Entra ID signs for all tenants with shared keys, but lists them by tenant and version, and has keys of its
 * own for applications that map claims. Facts of the addresses alone; nothing is fetched.
 */
export const findEntraKeys: FindCause = ({ payload, asked }) => {
  const claims = payload.text === null ? null : parse(payload.text)
  const { iss, appid, azp } = claims ?? {}
  if (typeof iss !== 'string' || !hosts.test(iss) || asked === null || !hosts.test(asked)) return null
  const mine = readAddress(iss)
  const theirs = readAddress(asked)
  const tenantDiffers =
    theirs.tenant !== mine.tenant && !/^(?:common|organizations|consumers)$/.test(theirs.tenant)
  if (tenantDiffers || theirs.version !== mine.version) {
    const of = (side: typeof mine) => `tenant ${side.tenant.slice(0, 60)}, version ${side.version}`
    return {
      cause: 'ENTRA_TENANT',
      sentence: `The token says it comes from Entra ID, ${of(mine)}; the keys were asked for at ${of(theirs)}.`,
      advice:
        'Take the keys of the tenant and version that you expect tokens from, and expect exactly that issuer.',
    }
  }
  const client = typeof appid === 'string' ? appid : azp
  return {
    cause: 'ENTRA_APP_KEYS',
    sentence: 'The token says it comes from this tenant of Entra ID, but none of the keys fits.',
    advice: `Applications with mapped claims have keys of their own: add ?appid=${typeof client === 'string' ? client.slice(0, 60) : 'the client id'} to the address of the keys.`,
  }
}

function readAddress(address: string): { readonly tenant: string; readonly version: '1' | '2' } {
  const [, tenant = '', ...rest] = address.replace(/^https:\/\//, '').split('/')
  return { tenant: tenant.toLowerCase(), version: rest.includes('v2.0') ? '2' : '1' }
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}
