import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useUiActions } from '../../ui/ui-actions.tsx'
import styles from './callback-certificate.module.css'
import type { CallbackCertificate as Certificate, ThisMachine } from './this-machine.ts'
import { useAnswer } from './use-answer.ts'

/** Which certificate the page on loopback shows, and how it comes to be trusted. */
export function CallbackCertificate({ machine }: { readonly machine: ThisMachine }) {
  const found = useAnswer(machine.certificate)
  const [renewed, setRenewed] = useState<Certificate | null>(null)
  const { saveFile } = useUiActions()
  const certificate = renewed ?? found
  return (
    <div className={styles.card}>
      <p>
        <strong>The browser will warn</strong> until this certificate is trusted on this machine: nobody
        vouches for it. It was made here, is good for 127.0.0.1, [::1] and localhost only, and can sign no
        other. Its key{' '}
        {certificate?.isKept === false ? 'is kept in memory until you quit' : 'stays in the vault'}.
      </p>
      {certificate !== null && (
        <>
          <div className={styles.row}>
            <span>SHA-256</span>
            <code>{certificate.fingerprint}</code>
            <CopyButton label="Copy the fingerprint" text={certificate.fingerprint} />
          </div>
          <p>Good until {new Date(certificate.expiresAt).toISOString().slice(0, 10)}.</p>
          <div className={styles.row}>
            <Button onClick={() => void saveFile('claimscope-loopback.crt', certificate.certificate)}>
              Save certificate
            </Button>
            <Button
              variant="ghost"
              onClick={() => void machine.renewCertificate().then((made) => made && setRenewed(made))}
            >
              Make another
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
