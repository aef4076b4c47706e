import { findProvider } from '../shared/token/providers/find-provider.ts'
import type { Member, TokenReading } from '../shared/token/reading.ts'
import { terminalText } from './terminal-text.ts'

/** What a token has beyond one header, payload and signature: its signatures, recipients, disclosures, and its provider. */
export function partLines(reading: TokenReading): readonly string[] {
  const { signatures = [], recipients = [], disclosures = [], keyBinding } = reading
  const lines: string[] = []
  signatures.forEach((one, index) => {
    lines.push(
      '',
      `Signature ${index + 1} of ${signatures.length} (${one.signature.byteLength ?? '?'} bytes)`,
    )
    lines.push(...memberLines('protected', one.protectedHeader?.members))
    lines.push(...memberLines('unprotected', one.unprotectedHeader))
  })
  recipients.forEach((one, index) => {
    lines.push('', `Recipient ${index + 1} of ${recipients.length}`, ...memberLines('header', one.header))
  })
  disclosures.forEach(({ name, raw }, index) => {
    const what = name === null ? 'an element of a list' : name
    lines.push(
      ...(index === 0 ? ['', 'Disclosures'] : []),
      `  ${terminalText(`${what}  ${raw ?? 'not readable'}`)}`,
    )
  })
  if (keyBinding) {
    const payload = keyBinding.segments.find(({ name }) => name === 'payload')
    lines.push('', 'Key binding', ...memberLines(null, payload?.members))
  }
  const provider = findProvider(reading)
  if (provider) {
    lines.push('', `${terminalText(provider.reason)} That is a guess.`)
    for (const { sentence, advice } of provider.quirks())
      lines.push(`  - ${terminalText(`${sentence} ${advice}`)}`)
  }
  return lines
}

/** The same as members of a JSON object, each as JSON text; signatures are left out. */
export function partFields(reading: TokenReading): readonly (readonly [name: string, json: string])[] {
  const { signatures, recipients, disclosures, keyBinding, detached, unencodedPayload } = reading
  const provider = findProvider(reading)
  const list = (items: readonly string[]) => `[${items.join(', ')}]`
  return [
    ...(signatures
      ? [
          [
            'signatures',
            list(
              signatures.map(
                (one) =>
                  `{ "protected": ${objectOf(one.protectedHeader?.members)}, "header": ${objectOf(one.unprotectedHeader)} }`,
              ),
            ),
          ] as const,
        ]
      : []),
    ...(recipients
      ? [['recipients', list(recipients.map((one) => `{ "header": ${objectOf(one.header)} }`))] as const]
      : []),
    ...(disclosures
      ? [
          [
            'disclosures',
            list(
              disclosures.map(
                ({ name, raw }) => `{ "name": ${JSON.stringify(name)}, "value": ${raw ?? 'null'} }`,
              ),
            ),
          ] as const,
          ['key_binding', JSON.stringify(keyBinding != null)] as const,
        ]
      : []),
    ...(detached ? [['detached', 'true'] as const] : []),
    ...(unencodedPayload ? [['unencoded_payload', 'true'] as const] : []),
    ...(provider
      ? [
          [
            'provider',
            JSON.stringify({ id: provider.id, reason: provider.reason, notes: provider.quirks() }),
          ] as const,
        ]
      : []),
  ]
}

function memberLines(title: string | null, members: readonly Member[] | null | undefined): readonly string[] {
  return (members ?? []).map(
    ({ name, raw }) => `  ${title === null ? '' : `${title}  `}${terminalText(`${name}  ${raw}`)}`,
  )
}

function objectOf(members: readonly Member[] | null | undefined): string {
  if (!members) return 'null'
  return `{ ${members.map(({ name, raw }) => `${JSON.stringify(name)}: ${raw}`).join(', ')} }`
}
