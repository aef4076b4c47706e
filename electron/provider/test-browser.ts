import { createHash, randomBytes } from 'node:crypto'

/** What a browser does with cookies and forms, without one. */
export function createTestBrowser() {
  const jar = new Map<string, { value: string; path: string }>()

  const visit = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(url)
    const cookies = [...jar].filter(([, { path }]) => pathname.startsWith(path))
    const headers = new Headers(init.headers)
    headers.set('accept', 'text/html')
    if (cookies.length > 0)
      headers.set('cookie', cookies.map(([name, { value }]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split(/=(.*)/)
      const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/'
      if (value === '') jar.delete(name)
      else jar.set(name, { value, path })
    }
    return response
  }

  /** Follows redirects as long as they stay with the provider; answers the last page or the last redirect. */
  const follow = async (
    url: string,
    init: RequestInit = {},
  ): Promise<{ url: string; response: Response | null }> => {
    const origin = new URL(url).origin
    let target = url
    let response = await visit(target, init)
    for (let hops = 0; hops < 10 && response.status >= 300 && response.status < 400; hops += 1) {
      target = new URL(response.headers.get('location') ?? '', target).href
      if (new URL(target).origin !== origin) return { url: target, response: null }
      response = await visit(target)
    }
    return { url: target, response }
  }

  const submit = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    follow(url, { method: 'POST', body: new URLSearchParams(fields), headers })

  return { visit, follow, submit, cookies: () => [...jar.keys()] }
}

export function createPkce() {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
