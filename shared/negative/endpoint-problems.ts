import { isLoopbackHost } from '../loopback-host.ts'
import { isHeaderReserved } from './send-request.ts'

export type EndpointFields = {
  readonly url: string
  readonly headerName: string
  readonly template: string
}

/**
 * What keeps each field from being sent, as a sentence; null where nothing does. The request is judged again by
 * `sendRequest` and by the sender: this only says it before.
 */
export function endpointProblems({
  url,
  headerName,
  template,
}: EndpointFields): Readonly<Record<keyof EndpointFields, string | null>> {
  return {
    url: urlProblem(url.trim()),
    headerName: headerProblem(headerName.trim()),
    template: templateProblem(template),
  }
}

function urlProblem(text: string): string | null {
  if (text === '') return 'Name the endpoint.'
  if (text.length > 2048) return 'The address is longer than 2048 characters.'
  if (!URL.canParse(text)) return 'This is no whole address; it starts with https://.'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return 'A user name or password in the address is not sent; take it out.'
  if (url.protocol === 'https:') return null
  if (url.protocol !== 'http:') return `Nothing is sent to ${url.protocol} addresses; https is expected.`
  return isLoopbackHost(url.hostname)
    ? null
    : 'Plain http is sent only to this machine; https is expected elsewhere.'
}

function headerProblem(name: string): string | null {
  if (name === '') return 'Name the header, for example Authorization.'
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
    return 'A header has letters, digits and hyphens, and a letter first.'
  if (name.length > 64) return 'The name is longer than 64 characters.'
  return isHeaderReserved(name) ? 'This header cannot carry a token.' : null
}

function templateProblem(text: string): string | null {
  if (!/^[\x20-\x7e]*$/.test(text)) return 'Only printable ASCII characters can stand in a header.'
  if (text.length > 1000) return 'The value is longer than 1000 characters.'
  const count = text.split('{token}').length - 1
  if (count === 1) return null
  return count === 0 ? 'Write {token} where the token goes.' : '{token} must stand in it only once.'
}
