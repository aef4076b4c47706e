/** What a registered name means, in words for the person who reads the token. */
export type NameInfo = { readonly title: string; readonly explanation: string; readonly spec: string }

export const nameInfo = (title: string, explanation: string, spec: string): NameInfo => ({
  title,
  explanation,
  spec,
})
