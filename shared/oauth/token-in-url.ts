const names = ['access_token', 'refresh_token', 'id_token']

/** The names of the tokens in an address's query or fragment (RFC 9700 §4.3.2); `held` are tokens known by their text. */
export function tokensInUrl(url: string, held: ReadonlyMap<string, string>): readonly string[] {
  if (!URL.canParse(url)) return []
  const { search, hash } = new URL(url)
  const parameters = [...new URLSearchParams(search), ...new URLSearchParams(hash.slice(1))]
  const found = parameters.flatMap(([name, value]) => {
    if (names.includes(name) && value !== '') return [name]
    // A hint is what an ID token is for (OpenID Connect RP-Initiated Logout §2), and is shown to nobody else.
    if (name === 'id_token_hint') return []
    return [...held].flatMap(([kind, token]) => (value.includes(token) ? [kind] : []))
  })
  return [...new Set(found)]
}
