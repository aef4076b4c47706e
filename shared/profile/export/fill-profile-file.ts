import { valuesIn } from '../resolve-profile.ts'
import { type SecretName, secretNames } from '../secret-name.ts'
import { fillText, placeholdersIn, type Values } from '../variable.ts'
import { secretKey, type VariantChoice } from '../variant.ts'
import type { ProfileFile } from './profile-file.ts'

export type FilledFile =
  | { readonly file: ProfileFile }
  /** Placeholders that have no value there. */
  | { readonly unfilled: readonly string[] }

/**
 * The file as one environment, client and user have it: placeholders replaced, their client and their secrets in the
 * plain places. The choice must be of variants that the file has.
 */
export function fillProfileFile(file: ProfileFile, choice: VariantChoice): FilledFile {
  const { name, folder, $schema, variables = [], environments = [], clients, users, ...settings } = file
  const { secrets: own = {}, variant_secrets: others = {}, ...plain } = settings
  const client = clients?.find(({ id }) => id === choice.client)
  const user = users?.find(({ id }) => id === choice.user)
  const values = valuesIn({ variables, environments }, choice)
  const filled = fill(
    {
      ...plain,
      ...(client && {
        client_id: client.client_id,
        token_endpoint_auth_method: client.token_endpoint_auth_method,
      }),
      ...(user && user.login_hint !== '' && { login_hint: user.login_hint }),
      ...(user && user.username !== '' && { username: user.username }),
    },
    values,
  ) as typeof plain
  const unfilled = placeholdersIn(JSON.stringify(filled))
  if (unfilled.length > 0) return { unfilled }
  const secrets: NonNullable<ProfileFile['secrets']> = {}
  for (const secret of secretNames) {
    const key = secretKey(secret, choice)
    const source = key === secret ? own[secret] : others[key]
    if (source) secrets[secret as SecretName] = source
  }
  return { file: { ...filled, ...(name === undefined ? {} : { name }), secrets } }
}

function fill(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fillText(value, values)
  if (Array.isArray(value)) return value.map((each) => fill(each, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each, values)]))
}
