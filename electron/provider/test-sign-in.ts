import { createTestBrowser } from './test-browser.ts'

/**
 * Signs in at the built-in provider, and does what the browser's scripts would do: post the provider's form, or hand over
 * the fragment as our page does. `change` is what somebody in the browser makes of the answer.
 */
export async function signInByScript(
  url: string,
  change: (answer: URLSearchParams) => void | Promise<void> = () => undefined,
): Promise<void> {
  const browser = createTestBrowser()
  const page = await browser.follow(url)
  const end =
    page.response === null ? page : await browser.submit(page.url, { name: 'Ada', decision: 'allow' })
  if (end.response !== null) {
    const html = await end.response.text()
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
    const body = new URLSearchParams(
      [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll('&#x3A;', ':').replaceAll('&#x2F;', '/').replaceAll('&amp;', '&'),
      ]),
    )
    await change(body)
    await fetch(action, { method: 'POST', body })
    return
  }
  const { hash, search, origin, pathname } = new URL(end.url)
  const answer = new URLSearchParams(hash === '' ? search : hash.slice(1))
  await change(answer)
  if (hash === '') {
    await fetch(`${origin}${pathname}?${answer}`)
    return
  }
  const first = await fetch(`${origin}${pathname}`)
  if (!(first.headers.get('content-security-policy') ?? '').includes("form-action 'self'")) return
  // The page's script names the field of the form that it makes.
  const field = /i\.name="(\w+)"/.exec(await first.text())?.[1]
  if (field === undefined) return
  await fetch(`${origin}${pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ [field]: String(answer) }),
  })
}
