/**
 * What an opaque credential looks like. Its issuer alone can say what it is: everything here is a guess from the
 * outside, and the words for people say so.
 */
export type OpaqueShape = {
  /** Stable, for example `github_pat_classic`. */
  readonly id: string
  /** Whose it looks like; null where many write theirs so. */
  readonly owner: string | null
  /** What it would be there, for a sentence: “looks like a {what}”. */
  readonly what: string
  /**
   * The literal text it begins with, for a cheap search in a long text; null where only the whole shape tells, so
   * that it is worth nothing inside other text.
   */
  readonly anchor: string | null
  /** The whole of it as the source of a regular expression without anchors; linear (no nested repetition). */
  readonly pattern: string
}

const shape = (
  id: string,
  owner: string | null,
  what: string,
  anchor: string | null,
  pattern: string,
): OpaqueShape => ({ id, owner, what, anchor, pattern })

const word = '[A-Za-z0-9_-]'
const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'

/** In order: the first that fits is the best guess. Prefixes that vendors publish come before mere shapes. */
export const opaqueShapes: readonly OpaqueShape[] = [
  shape(
    'github_pat',
    'GitHub',
    'fine-grained personal access token',
    'github_pat_',
    'github_pat_[A-Za-z0-9_]{20,255}',
  ),
  shape('github_pat_classic', 'GitHub', 'personal access token', 'ghp_', 'ghp_[A-Za-z0-9]{20,255}'),
  shape('github_oauth', 'GitHub', 'OAuth access token', 'gho_', 'gho_[A-Za-z0-9]{20,255}'),
  shape('github_user', 'GitHub', 'user access token of a GitHub App', 'ghu_', 'ghu_[A-Za-z0-9]{20,255}'),
  shape('github_installation', 'GitHub', 'installation access token', 'ghs_', 'ghs_[A-Za-z0-9_]{20,255}'),
  shape('github_refresh', 'GitHub', 'refresh token', 'ghr_', 'ghr_[A-Za-z0-9]{20,255}'),
  shape(
    'gitlab_pat',
    'GitLab',
    'personal access token',
    'glpat-',
    `glpat-${word}{20,}(?:\\.[0-9a-z.]{1,40})?`,
  ),
  shape('gitlab_deploy', 'GitLab', 'deploy token', 'gldt-', `gldt-${word}{20,}`),
  shape('gitlab_runner', 'GitLab', 'runner authentication token', 'glrt-', `glrt-${word}{20,}`),
  shape('gitlab_oauth_secret', 'GitLab', 'OAuth application secret', 'gloas-', `gloas-${word}{32,}`),
  shape('slack_bot', 'Slack', 'bot token', 'xoxb-', 'xoxb-[A-Za-z0-9-]{10,}'),
  shape('slack_user', 'Slack', 'user token', 'xoxp-', 'xoxp-[A-Za-z0-9-]{10,}'),
  shape('slack_refresh', 'Slack', 'refresh token', 'xoxe-', 'xoxe-[A-Za-z0-9-]{10,}'),
  shape('slack_rotated', 'Slack', 'expiring access token', 'xoxe.', 'xoxe\\.xox[bp]-[A-Za-z0-9-]{10,}'),
  shape('slack_app', 'Slack', 'app-level token', 'xapp-', 'xapp-[A-Za-z0-9-]{10,}'),
  shape('slack_other', 'Slack', 'token', 'xox', 'xox[aors]-[A-Za-z0-9-]{10,}'),
  shape('google_access', 'Google', 'access token', 'ya29.', `ya29\\.${word}[A-Za-z0-9._-]{20,}`),
  shape('google_refresh', 'Google', 'refresh token', '1//', `1//0${word}{20,}`),
  shape('google_code', 'Google', 'authorization code', '4/0', `4/0${word}{20,}`),
  shape('google_client_secret', 'Google', 'OAuth client secret', 'GOCSPX-', `GOCSPX-${word}{20,}`),
  shape('google_api_key', 'Google', 'API key', 'AIza', `AIza${word}{35}`),
  shape('aws_access_key', 'AWS', 'access key ID', 'AKIA', 'AKIA[0-9A-Z]{16}'),
  shape('aws_temporary_key', 'AWS', 'temporary access key ID', 'ASIA', 'ASIA[0-9A-Z]{16}'),
  shape('aws_session', 'AWS', 'session token', 'IQoJb3JpZ2lu', 'IQoJb3JpZ2lu[A-Za-z0-9+/]{50,}={0,2}'),
  shape('stripe_secret', 'Stripe', 'secret key', 'sk_live_', 'sk_live_[A-Za-z0-9]{10,}'),
  shape('stripe_test', 'Stripe', 'secret key for testing', 'sk_test_', 'sk_test_[A-Za-z0-9]{10,}'),
  shape('stripe_restricted', 'Stripe', 'restricted key', 'rk_', 'rk_(?:live|test)_[A-Za-z0-9]{10,}'),
  shape('stripe_publishable', 'Stripe', 'publishable key', 'pk_', 'pk_(?:live|test)_[A-Za-z0-9]{10,}'),
  shape('stripe_webhook', 'Stripe', 'webhook secret', 'whsec_', 'whsec_[A-Za-z0-9]{20,}'),
  shape(
    'entra_refresh',
    'Microsoft Entra ID',
    'refresh token or authorization code',
    null,
    `[01]\\.A${word}{20,}\\.?[A-Za-z0-9._-]{40,}`,
  ),
  shape(
    'microsoft_consumer',
    'a Microsoft account',
    'refresh token or authorization code',
    null,
    'M\\.[CR]\\d{1,4}_[A-Z0-9]{3,8}\\.[A-Za-z0-9.!*$_-]{20,}',
  ),
  shape(
    'microsoft_consumer_access',
    'a Microsoft account',
    'access token',
    null,
    'Ew[A-D][A-Za-z0-9+/]{200,}={0,2}',
  ),
  shape('okta_api', 'Okta', 'API token', null, `00${word}{40}`),
  shape('auth0_refresh', 'Auth0', 'refresh token', null, `v1\\.${word}{40,}`),
  shape('salesforce_session', 'Salesforce', 'access token', null, '00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{40,}'),
  shape('npm', 'npm', 'access token', 'npm_', 'npm_[A-Za-z0-9]{36}'),
  shape('pypi', 'PyPI', 'API token', 'pypi-', `pypi-${word}{50,}`),
  shape('hugging_face', 'Hugging Face', 'access token', 'hf_', 'hf_[A-Za-z0-9]{30,}'),
  shape('anthropic', 'Anthropic', 'API key', 'sk-ant-', `sk-ant-${word}{20,}`),
  shape('openai_project', 'OpenAI', 'project API key', 'sk-proj-', `sk-proj-${word}{20,}`),
  shape('openai', 'OpenAI, or a service that copies its keys,', 'API key', 'sk-', 'sk-[A-Za-z0-9]{32,}'),
  shape('sendgrid', 'SendGrid', 'API key', 'SG.', `SG\\.${word}{16,32}\\.${word}{16,64}`),
  shape('atlassian', 'Atlassian', 'API token', 'ATATT3', 'ATATT3[A-Za-z0-9_=-]{50,}'),
  shape('digitalocean', 'DigitalOcean', 'access token', 'dop_v1_', 'dop_v1_[0-9a-f]{64}'),
  shape('digitalocean_refresh', 'DigitalOcean', 'refresh token', 'dor_v1_', 'dor_v1_[0-9a-f]{64}'),
  shape('vault_service', 'HashiCorp Vault', 'service token', 'hvs.', `hvs\\.${word}{20,}`),
  shape('vault_batch', 'HashiCorp Vault', 'batch token', 'hvb.', `hvb\\.${word}{20,}`),
  shape('databricks', 'Databricks', 'access token', 'dapi', 'dapi[0-9a-f]{32}(?:-\\d)?'),
  shape('shopify', 'Shopify', 'access token', 'shp', 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}'),
  shape('linear', 'Linear', 'API key', 'lin_api_', 'lin_api_[A-Za-z0-9]{30,}'),
  shape('figma', 'Figma', 'personal access token', 'figd_', `figd_${word}{30,}`),
  shape('grafana_service', 'Grafana', 'service account token', 'glsa_', 'glsa_[A-Za-z0-9_]{32,}'),
  shape('new_relic', 'New Relic', 'user key', 'NRAK-', 'NRAK-[A-Z0-9]{20,}'),
  shape('dropbox', 'Dropbox', 'short-lived access token', 'sl.', `sl\\.${word}{100,}`),
  shape('facebook', 'Meta', 'access token', null, 'EAA[A-Za-z0-9]{60,}'),
  shape('telegram', 'Telegram', 'bot token', null, `\\d{8,10}:${word}{35}`),
  shape('kubernetes_bootstrap', 'Kubernetes', 'bootstrap token', null, '[a-z0-9]{6}\\.[a-z0-9]{16}'),
  shape('keycloak_code', 'Keycloak', 'authorization code', null, `${uuid}\\.${uuid}\\.${uuid}`),
  shape(
    'identityserver_handle',
    'Duende IdentityServer',
    'reference token or refresh token',
    null,
    '[0-9A-F]{64}-1',
  ),
  shape('uuid', null, 'UUID, as servers that keep their tokens in a table hand out', null, uuid),
  shape(
    'hex',
    null,
    'random value in hexadecimal, as servers that keep their tokens in a table hand out',
    null,
    '(?:[0-9a-f]{32,128}|[0-9A-F]{32,128})',
  ),
]

const whole = opaqueShapes.map((known) => ({ known, test: new RegExp(`^(?:${known.pattern})$`) }))

/** Longer texts are no credential of these kinds; also the bound of the work done here. */
const longest = 8192

/** The first shape that the whole text fits; null where it fits none. A guess: nothing may rely on it. */
export function findOpaqueShape(text: string): OpaqueShape | null {
  if (text.length > longest || text.endsWith('\n')) return null
  return whole.find(({ test }) => test.test(text))?.known ?? null
}

/**
 * The guess as a sentence, with its ground. Says that it is a guess; promises nothing about whether the credential
 * is real, valid, or whose it is.
 */
export function explainOpaqueShape({ owner, what, anchor }: OpaqueShape): string {
  const article = /^(?:[aeioAEIO]|UU?R)/.test(what) ? 'an' : 'a'
  if (owner === null) return `It is ${article} ${what}. Whose it is cannot be seen.`
  const why = anchor === null ? 'from its length and characters alone' : `because it begins with “${anchor}”`
  return `It looks like ${article} ${what} of ${owner.replace(/,$/, '')} — a guess, ${why}.`
}
