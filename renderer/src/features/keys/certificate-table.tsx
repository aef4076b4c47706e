import type { CertificateFacts } from '../../../../shared/key/key-description.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { Chip } from '../../ui/chip.tsx'
import { FactTable } from './fact-table.tsx'
import styles from './keys-view.module.css'

/** The certificates beside a key: dates against now. Nothing here says that one is trusted. */
export function CertificateTables({
  certificates,
  nowSeconds,
}: {
  readonly certificates: readonly CertificateFacts[]
  readonly nowSeconds: number
}) {
  if (certificates.length === 0) return null
  return (
    <section className={styles.block}>
      <h3 className={styles.heading}>{certificates.length === 1 ? 'Certificate' : 'Certificates'}</h3>
      {certificates.map((certificate, index) => (
        <FactTable
          key={certificate.x5tS256}
          label={`Certificate ${index + 1}`}
          facts={[
            { label: 'Subject', value: certificate.subject || null },
            { label: 'Issuer', value: certificate.issuer || null },
            { label: 'Valid from', value: instant(certificate.notBefore, nowSeconds) },
            {
              label: 'Valid until',
              value: instant(certificate.notAfter, nowSeconds),
              note: <Standing certificate={certificate} nowSeconds={nowSeconds} />,
            },
          ]}
        />
      ))}
      <p className={styles.hint}>
        Dates are compared with this machine’s clock. Whether anyone trusts the issuer is not checked.
      </p>
    </section>
  )
}

function Standing({
  certificate: { notBefore, notAfter },
  nowSeconds,
}: {
  readonly certificate: CertificateFacts
  readonly nowSeconds: number
}) {
  if (notAfter < nowSeconds) return <Chip tone="fail">expired</Chip>
  return notBefore > nowSeconds ? <Chip tone="warn">not valid yet</Chip> : null
}

function instant(seconds: number, nowSeconds: number): string {
  const found = describeInstant(seconds, nowSeconds)
  return found ? `${found.utc}, ${found.relative}` : 'a date that cannot be read'
}
