import { formatUtc } from '../../time/instant.ts'
import type { CertificateFacts, LintContext } from '../lint-context.ts'
import { type HeaderView, shown } from '../lint-subject.ts'
import { type Hit, inHeader, type Severity } from '../rule.ts'

/**
 * What an x5c header parameter holds (RFC 7515 §4.1.6): its form, and, where the certificates were read, whether the
 * first one fits the thumbprints of the same header, the moment, and the key that proved the signature. Whoever made the
 * token chose it, so all that fits proves nothing.
 */
export function certificateHits(
  { values, index }: HeaderView,
  at: number,
  context: LintContext,
): readonly Hit[] {
  if (!values.has('x5c')) return []
  const hit = (severity: Severity, sentence: string, name = 'x5c'): Hit => ({
    severity,
    sentence,
    where: inHeader(name, index ?? undefined),
  })
  const chain = values.get('x5c')
  if (!Array.isArray(chain) || chain.length === 0)
    return [hit('error', `x5c is ${shown(chain)}; a list of certificates is expected.`)]
  const odd = chain.find((entry) => typeof entry !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(entry))
  if (odd !== undefined) return [hit('error', 'x5c holds something that is not base64 of a certificate.')]
  const facts = context.certificates?.find(({ header }) => header === at)
  if (facts && facts.leaf === null)
    return [hit('error', 'The first entry of x5c is not a certificate that can be read.')]
  const count = chain.length === 1 ? 'a certificate' : `${chain.length} certificates`
  return [
    ...(facts?.leaf ? leafHits(facts.leaf, values, context, hit) : []),
    hit('warning', `The header holds ${count}; no trust anchor was checked.`),
  ]
}

type Leaf = NonNullable<CertificateFacts['leaf']>

function leafHits(
  leaf: Leaf,
  values: HeaderView['values'],
  { nowSeconds, skew = 0, verification }: LintContext,
  hit: (severity: Severity, sentence: string, name?: string) => Hit,
): readonly Hit[] {
  const hits: Hit[] = []
  for (const [name, actual] of [
    ['x5t', leaf.x5t],
    ['x5t#S256', leaf.x5tS256],
  ] as const) {
    if (values.has(name) && values.get(name) !== actual)
      hits.push(hit('error', `${name} is not the thumbprint of the first certificate in x5c.`, name))
  }
  if (nowSeconds !== undefined && nowSeconds > leaf.notAfter + skew)
    hits.push(hit('error', `The first certificate in x5c expired on ${formatUtc(leaf.notAfter)}.`))
  if (nowSeconds !== undefined && nowSeconds < leaf.notBefore - skew)
    hits.push(hit('error', `The first certificate in x5c is valid only from ${formatUtc(leaf.notBefore)}.`))
  const isProved = verification?.checks.some(({ id, status }) => id === 'signature' && status === 'pass')
  const used = verification?.key?.thumbprint
  if (isProved && used !== undefined && leaf.keyThumbprint !== null && used !== leaf.keyThumbprint)
    hits.push(
      hit('error', 'The key that proved the signature is not the one of the first certificate in x5c.'),
    )
  return hits
}
