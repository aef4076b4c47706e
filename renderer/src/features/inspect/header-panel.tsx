import { useState } from 'react'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'
import type { Member, TokenReading } from '../../../../shared/token/reading.ts'
import { Select } from '../../ui/select.tsx'
import { ClaimTable } from './claim-table.tsx'
import styles from './header-panel.module.css'

type Part = { readonly title: string; readonly note: string; readonly members: readonly Member[] }

/** The header of a token in JSON form: of the signature or recipient that is chosen, by what protects it. */
export function HeaderPanel({
  reading,
  nowSeconds,
  failed,
  provider,
}: {
  readonly reading: TokenReading
  readonly nowSeconds: number
  readonly failed: ReadonlySet<string>
  readonly provider: Provider | null
}) {
  const count = reading.signatures?.length ?? reading.recipients?.length ?? 0
  const [picked, setPicked] = useState(0)
  const index = Math.min(picked, Math.max(count - 1, 0))
  const what = reading.signatures ? 'Signature' : 'Recipient'
  const options = Array.from({ length: count }, (_, each) => ({
    value: String(each),
    label: `${what} ${each + 1} of ${count}${labelOf(reading, each)}`,
  }))
  const parts = partsOf(reading, index)
  return (
    <>
      {count > 1 && (
        <div className={styles.pick}>
          <Select
            aria-label={`Which ${what.toLowerCase()}`}
            options={options}
            value={String(index)}
            onValueChange={(value) => setPicked(Number(value))}
          />
        </div>
      )}
      {parts.length === 0 && <p className={styles.none}>There is no header here.</p>}
      {parts.map(({ title, note, members }) => (
        <section key={title} aria-label={title}>
          <div className={styles.head}>
            <h2>{title}</h2>
            <span>{note}</span>
          </div>
          <ClaimTable
            members={members}
            of="header"
            nowSeconds={nowSeconds}
            failed={failed}
            provider={provider}
          />
        </section>
      ))}
    </>
  )
}

function partsOf(reading: TokenReading, index: number): readonly Part[] {
  const part = (
    title: string,
    note: string,
    members: readonly Member[] | null | undefined,
  ): readonly Part[] => (members ? [{ title, note, members }] : [])
  if (reading.signatures) {
    const chosen = reading.signatures[index]
    return [
      ...part('Protected header', 'covered by the signature', chosen?.protectedHeader?.members),
      ...part('Unprotected header', 'anyone can change it', chosen?.unprotectedHeader),
    ]
  }
  const header = reading.segments.find(({ name }) => name === 'header')
  return [
    ...part('Protected header', 'covered by the encryption, for all recipients', header?.members),
    ...part('Shared header', 'for all recipients; anyone can change it', reading.unprotectedHeader),
    ...part('Recipient’s header', 'anyone can change it', reading.recipients?.[index]?.header),
  ]
}

/** What tells one part from another. */
function labelOf(reading: TokenReading, index: number): string {
  const signature = reading.signatures?.[index]
  const members = [
    ...(signature?.protectedHeader?.members ?? []),
    ...(signature?.unprotectedHeader ?? []),
    ...(reading.recipients?.[index]?.header ?? []),
  ]
  const words = ['alg', 'kid'].flatMap((wanted) => {
    const value = members.find(({ name }) => name === wanted)?.value
    return typeof value === 'string' ? [value.length > 40 ? `${value.slice(0, 40)}…` : value] : []
  })
  return words.length === 0 ? '' : `: ${words.join(', ')}`
}
