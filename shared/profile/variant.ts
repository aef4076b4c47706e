import { z } from 'zod'
import { clientAuthMethod } from './client-auth-method.ts'
import { type SecretName, secretNames } from './secret-name.ts'
import { variables } from './variable.ts'

/** Made by the editor; short, so that a secret's name with two of them stays short. */
const variantId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'letters, digits, _ and - only')
const variantName = z.string().trim().min(1).max(80)

/** Dev, staging, production: the same profile with other values. */
export const environment = z.strictObject({ id: variantId, name: variantName, variables })
export type Environment = z.infer<typeof environment>

/** Another client at the same provider, with secrets of its own. */
export const namedClient = z.strictObject({
  id: variantId,
  name: variantName,
  client_id: z.string().trim().min(1).max(1024),
  token_endpoint_auth_method: clientAuthMethod,
})
export type NamedClient = z.infer<typeof namedClient>

/** Who signs in. `login_hint` is sent to the provider; `username` is that of the password grant. */
export const testUser = z.strictObject({
  id: variantId,
  name: variantName,
  login_hint: z.string().max(1024),
  username: z.string().max(1024),
})
export type TestUser = z.infer<typeof testUser>

/** Which of a profile's variants a run is for; null: the profile's own values. */
export const variantChoice = z.strictObject({
  environment: variantId.nullable(),
  client: variantId.nullable(),
  user: variantId.nullable(),
})
export type VariantChoice = z.infer<typeof variantChoice>

export const noVariant: VariantChoice = { environment: null, client: null, user: null }

/**
 * Whose secret it is. The client's own belong to an environment and a client, a person's to an environment and a
 * person; so a secret of staging is never sent to production because production has none.
 */
const secretOwner: Readonly<Record<SecretName, 'client' | 'user' | 'environment'>> = {
  client_secret: 'client',
  registration: 'client',
  client_key: 'client',
  decryption_key: 'client',
  client_certificate: 'client',
  certificate_passphrase: 'client',
  dpop_key: 'client',
  proxy_credentials: 'environment',
  password: 'user',
  assertion: 'user',
  subject_token: 'user',
  actor_token: 'user',
  refresh_token: 'user',
}

/**
 * The name under which a secret of a variant is kept: `client_secret`, `client_secret@env.staging`,
 * `password@env.staging.user.ann`. Of the choice only what the secret depends on is part of it.
 */
export function secretKey(name: SecretName, choice: VariantChoice): string {
  const owner = secretOwner[name]
  const parts = [
    ...(choice.environment === null ? [] : [`env.${choice.environment}`]),
    ...(owner === 'client' && choice.client !== null ? [`client.${choice.client}`] : []),
    ...(owner === 'user' && choice.user !== null ? [`user.${choice.user}`] : []),
  ]
  return parts.length === 0 ? name : `${name}@${parts.join('.')}`
}

export const keptSecretKey = z
  .string()
  .max(200)
  .regex(/^[a-z_]{1,40}(?:@[A-Za-z0-9_.-]+)?$/)
  .refine((key) => (secretNames as readonly string[]).includes(nameOfSecretKey(key)), {
    error: 'not the name of a secret',
  })

/** The part before the `@`; not checked against the list of names. */
export function nameOfSecretKey(key: string): string {
  return key.split('@', 1)[0] ?? ''
}

/** The choice that a kept secret's name speaks of; for the profile's own, none. */
export function choiceOfSecretKey(key: string): VariantChoice {
  const parts = (key.split('@')[1] ?? '').split('.')
  const idAfter = (word: string) => {
    const at = parts.indexOf(word)
    // Words stand at even places, ids between them; an id may be spelled like a word.
    return at >= 0 && at % 2 === 0 ? (parts[at + 1] ?? null) : null
  }
  return { environment: idAfter('env'), client: idAfter('client'), user: idAfter('user') }
}

/** The variants of a profile, as lists. */
export type Variants = {
  readonly environments: readonly { readonly id: string }[]
  readonly clients: readonly { readonly id: string }[]
  readonly users: readonly { readonly id: string }[]
}

/** Whether all that is chosen is there. */
export function isKnownChoice(choice: VariantChoice, variants: Variants): boolean {
  const has = (list: readonly { readonly id: string }[], id: string | null) =>
    id === null || list.some((each) => each.id === id)
  return (
    has(variants.environments, choice.environment) &&
    has(variants.clients, choice.client) &&
    has(variants.users, choice.user)
  )
}
