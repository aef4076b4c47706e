import { z } from 'zod'
import { browserChoice, systemBrowser } from './browser-choice.ts'
import { clientAuthMethod } from './client-auth-method.ts'
import { endpoints } from './endpoints.ts'
import { extraParameter } from './extra-parameter.ts'
import { defaultFlow, flowSettings } from './flow-settings.ts'
import { issuerAddress } from './issuer-address.ts'
import { metadataSnapshot } from './metadata-snapshot.ts'
import { redirectSettings } from './redirect-settings.ts'
import { secretName } from './secret-name.ts'
import { fillText, variables } from './variable.ts'
import { environment, keptSecretKey, namedClient, testUser } from './variant.ts'

export { type ClientAuthMethod, clientAuthMethod } from './client-auth-method.ts'
export { type MetadataSnapshot, metadataSnapshot } from './metadata-snapshot.ts'
export { type RedirectSettings, redirectSettings } from './redirect-settings.ts'

/** What a person edits. A secret is never part of it. */
export const profileDraft = z.strictObject({
  name: z.string().trim().min(1).max(200),
  issuer: z.string().trim().min(1).max(2048),
  client_id: z.string().trim().min(1).max(1024),
  token_endpoint_auth_method: clientAuthMethod,
  scope: z.string().trim().max(4096),
  flow: flowSettings,
  redirect: redirectSettings,
  /** Where its addresses are opened. */
  browser: browserChoice,
  parameters: z.array(extraParameter).max(50),
  /** The person allowed plain http for this issuer, which is not on loopback. */
  allowHttp: z.boolean(),
  metadata: metadataSnapshot.nullable(),
  /** In place of what discovery would find: nothing is asked of the issuer. Null: it is asked at each run. */
  endpoints: endpoints.nullable(),
  /** What stands for `{{name}}` in the fields above where the environment says nothing else. */
  variables,
  environments: z.array(environment).max(30),
  /** Besides the one above. */
  clients: z.array(namedClient).max(30),
  users: z.array(testUser).max(100),
  /** Names divided by `/`; empty: in no folder. */
  folder: z.string().trim().max(200),
  favourite: z.boolean(),
  /** Which template it began as, so that its notes can be shown; empty: none. */
  template: z.string().max(40),
})

/**
 * A draft as it is entered: its issuer must be an address (OpenID Connect Discovery 1.0 §2). Stricter than what is
 * read back, so that a profile kept before this rule is shown and can be mended.
 */
export const enteredDraft = profileDraft.extend({
  issuer: profileDraft.shape.issuer.refine(isAddressOnceFilled, {
    error: 'an issuer is an https or http URL without query and fragment',
  }),
})
export type ProfileDraft = z.infer<typeof profileDraft>

/** What a placeholder stands for is known at a run; here a word or a number (a port) is enough, or an address at the start. */
function isAddressOnceFilled(issuer: string): boolean {
  const rest = issuer.replace(/^\s*\{\{[^{}]*\}\}/, 'https://host.example')
  return ['x', '1'].some((filling) => issuerAddress(fillText(rest, () => filling)) !== 'not_a_url')
}

/** A kept profile as the window sees it: which secrets there are, never a secret. */
export const profile = profileDraft.extend({
  id: z.string().min(1).max(64),
  /** The ready profile for the built-in provider: its issuer follows the provider, it cannot be deleted. */
  builtIn: z.boolean(),
  secrets: z.array(secretName),
  /** Those of variants, by the names that `secretKey` gives them. */
  variantSecrets: z.array(keptSecretKey),
  /** Unix milliseconds. */
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Profile = z.infer<typeof profile>

/** What a new profile starts with. */
export const emptyDraft: ProfileDraft = {
  name: '',
  issuer: '',
  client_id: '',
  token_endpoint_auth_method: 'none',
  scope: 'openid',
  flow: defaultFlow,
  redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
  browser: systemBrowser,
  parameters: [],
  allowHttp: false,
  metadata: null,
  endpoints: null,
  variables: [],
  environments: [],
  clients: [],
  users: [],
  folder: '',
  favourite: false,
  template: '',
}
