import type { NetworkRequest, VerifyResult } from '../../../../shared/verdict/verification.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './key-evidence.module.css'

/** The key that was used, in words, and everything that was asked of the network to get it. */
export function KeyEvidence({ result }: { readonly result: VerifyResult }) {
  const { key, requests } = result
  return (
    <div className={styles.evidence}>
      {key?.thumbprint && (
        <p className={styles.line}>
          <span className={styles.quiet}>{key.description}, SHA-256 thumbprint (RFC 7638)</span>
          <code>{key.thumbprint}</code>
          <CopyButton label="Copy the thumbprint" text={key.thumbprint} />
        </p>
      )}
      {requests.length === 0 ? (
        <p className={styles.quiet}>No network request was made for this verdict.</p>
      ) : (
        <ul aria-label="Requests made for this verdict">
          {requests.map((request, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a finished list, in order of time
            <li key={index} className={styles.line}>
              <code>
                {request.method} <VisibleText text={request.url} />
              </code>
              <span className={styles.quiet}>{outcome(request)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function outcome({ status, durationMs }: NetworkRequest): string {
  return `${status ?? 'no answer'} · ${Math.round(durationMs)} ms`
}
