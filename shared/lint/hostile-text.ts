const attacks: readonly (readonly [words: string, pattern: RegExp])[] = [
  ['a text with control characters', /[\0-\x08\x0b\x0c\x0e-\x1f]|%00|\\u0000/],
  ['a path out of its folder', /(?:^|[\\/])\.\.(?:[\\/]|$)|%2e%2e(?:%2f|%5c|\/)|\.\.%2f/i],
  ['a path to a file', /^(?:\/(?:etc|dev|proc|var|tmp|root|home|usr)\/|[a-z]:[\\/]|file:)/i],
  [
    'an SQL injection',
    /['"]\s*(?:or|and|union|;|--|\|\|)|\bunion\s+(?:all\s+)?select\b|;\s*(?:drop|delete|insert)\b/i,
  ],
  [
    'a shell command',
    /\$\(|`[^`]{1,100}`|(?:^|\s)[|;&]{1,2}\s*(?:cat|curl|wget|sh|bash|nc|id|whoami|ping|sleep|rm)\b/i,
  ],
  ['an LDAP injection', /[*)(]\s*\(\s*[|&]|\)\s*\(\s*[\w-]{1,40}=|\*\)\(/],
  ['a template or script injection', /\{\{.{0,100}\}\}|<%|<script\b|\$\{[^}]{0,100}\}|javascript:/i],
]

/** Longer texts are judged by their beginning; no identifier is longer. */
const looked = 2000

/** What an attack a text looks like, in words; null where it looks like none. A pattern, not a proof. */
export function injectionIn(text: string): string | null {
  const head = text.length > looked ? text.slice(0, looked) : text
  // Almost every value has none of these characters, and is done with at once.
  if (!/[^\w\s@,:/+=~?#[\]!-]|\/(?:etc|dev|proc|var|tmp|root|home|usr)\/|:\/|union|javascript:/i.test(head))
    return null
  return attacks.find(([, pattern]) => pattern.test(head))?.[0] ?? null
}

/** Hosts that are not on the public internet, by their name alone; nothing is looked up (RFC 1918, RFC 6890). */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase()
  if (
    /^(?:10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(
      host,
    )
  )
    return true
  if (host.startsWith('[')) return /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:)/.test(host)
  return host === 'localhost' || /\.(?:local|internal|localhost|lan|home\.arpa)$/.test(host)
}
