import type { SystemProxy } from './choose-proxy.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say, in either spelling, as curl reads them. */
export function environmentProxy(env: Environment): SystemProxy {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || ''
  return async (url) => {
    const text = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') || read('ALL_PROXY')
    if (text === '' || isExcepted(url, read('NO_PROXY'))) return null
    const address = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
    return URL.canParse(address) ? new URL(address) : null
  }
}

/** A list of hosts, each with what ends in it; `*` is everything. */
function isExcepted({ hostname, host }: URL, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .some((entry) => entry !== '' && (entry === '*' || entry === host || endsIn(hostname, entry)))
}

function endsIn(hostname: string, entry: string): boolean {
  return hostname === entry || hostname.endsWith(`.${entry}`)
}
