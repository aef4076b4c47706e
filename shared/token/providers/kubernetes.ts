import { type NameInfo, nameInfo } from '../name-info.ts'
import { type ProviderFacts, type ProviderPack, textOf } from './provider-pack.ts'

const info = (title: string, explanation: string): NameInfo => nameInfo(title, explanation, 'Kubernetes docs')

const legacyPrefix = 'kubernetes.io/serviceaccount/'
const isLegacy = (facts: ProviderFacts) =>
  textOf(facts, 'iss') === 'kubernetes/serviceaccount' || facts.claims.has(`${legacyPrefix}namespace`)

/** Service account tokens of Kubernetes, bound ones and those of a secret. */
export const kubernetes: ProviderPack = {
  id: 'kubernetes',
  name: 'Kubernetes',
  recognise(facts) {
    if (isLegacy(facts)) return 'it has the claims of a service account secret'
    const bound = facts.claims.get('kubernetes.io')
    if (typeof bound === 'object' && bound !== null)
      return 'it has kubernetes.io with a namespace and a service account'
    return textOf(facts, 'sub').startsWith('system:serviceaccount:')
      ? 'its subject is a service account'
      : null
  },
  describe: (facts) =>
    isLegacy(facts) ? 'service account token of a secret' : 'bound service account token',
  claims: {
    sub: info('Subject', 'system:serviceaccount: with the namespace and the name of the service account.'),
    'kubernetes.io': info(
      'Bound to',
      'The namespace, service account, pod and node that the token is bound to.',
    ),
    'kubernetes.io.namespace': info('Namespace', 'The namespace of the service account.'),
    'kubernetes.io.serviceaccount': info('Service account', 'Name and identifier of the service account.'),
    'kubernetes.io.pod': info('Pod', 'The pod the token was made for; it ends with the pod.'),
    'kubernetes.io.node': info('Node', 'The node the pod runs on.'),
    'kubernetes.io.secret': info('Secret', 'The secret the token is bound to.'),
    'kubernetes.io.warnafter': info(
      'Warn after',
      'From here on the API server notes that the client should have fetched a new token.',
    ),
    [`${legacyPrefix}namespace`]: info('Namespace', 'The namespace of the service account.'),
    [`${legacyPrefix}secret.name`]: info('Secret', 'The secret that holds the token.'),
    [`${legacyPrefix}service-account.name`]: info('Service account', 'Name of the service account.'),
    [`${legacyPrefix}service-account.uid`]: info(
      'Service account identifier',
      'Identifier of the service account.',
    ),
  },
  timeClaims: ['kubernetes.io.warnafter'],
  quirks: [
    {
      id: 'kubernetes_no_end',
      applies: ({ claims }) =>
        claims.has('exp')
          ? null
          : 'It has no end: it is good until its secret or service account is deleted.',
      advice: 'Use a bound token (TokenRequest) instead, and delete the secret if this one went astray.',
    },
    {
      id: 'kubernetes_no_audience',
      applies: ({ claims }) =>
        claims.has('aud') ? null : 'It has no audience: only the API server is to take it.',
      advice: 'Ask for a token with the audience of your service (a projected volume) and check that.',
    },
    {
      id: 'kubernetes_bound',
      applies: ({ claims }) => {
        const bound = claims.get('kubernetes.io')
        return typeof bound === 'object' && bound !== null && Object.hasOwn(bound, 'pod')
          ? 'It is bound to a pod: once the pod is gone it is refused, although signature and time still fit.'
          : null
      },
      advice: 'Ask the API server (TokenReview) where that matters; a signature alone cannot tell.',
    },
    {
      id: 'kubernetes_extended',
      applies: ({ claims }) => {
        const bound = claims.get('kubernetes.io')
        return typeof bound === 'object' && bound !== null && Object.hasOwn(bound, 'warnafter')
          ? 'It lives longer than was asked for, for clients that do not fetch new ones.'
          : null
      },
      advice: 'Read the token from its file again every few minutes rather than keeping it.',
    },
  ],
}
