/**
 * What a library says to a failure: the name of its error, with the call or option that leads to it where that
 * matters; that it accepts what failed here; or null where that is not known or it has no error of its own.
 */
export type LibraryAnswer = string | Accepts | null

/** `unless` names the error and the option that brings it. */
export type Accepts = { readonly accepts: true; readonly unless?: string }

/**
 * `spring` is Spring Security's decoder, `dotnet` Microsoft.IdentityModel with the number of its message, `go`
 * golang-jwt v5.
 */
export type ErrorNames = {
  readonly pyjwt: LibraryAnswer
  readonly authlib: LibraryAnswer
  readonly joserfc: LibraryAnswer
  readonly jose: LibraryAnswer
  readonly spring: LibraryAnswer
  readonly dotnet: LibraryAnswer
  readonly go: LibraryAnswer
}

type Answer = LibraryAnswer

/** A row of the table: the libraries of Python and JavaScript, then the others. */
export const names = (
  [pyjwt, authlib, joserfc, jose]: readonly [Answer, Answer, Answer, Answer],
  [spring, dotnet, go]: readonly [Answer, Answer, Answer],
): ErrorNames => ({ pyjwt, authlib, joserfc, jose, spring, dotnet, go })

export const accepts = (unless?: string): Accepts => ({
  accepts: true,
  ...(unless === undefined ? {} : { unless }),
})

/** The words after a library's name where it accepts: `accepts it by default (JWTClaimValidationFailed with typ)`. */
export function acceptsWords({ unless }: Accepts): string {
  return `accepts it by default${unless === undefined ? '' : ` (${unless})`}`
}
