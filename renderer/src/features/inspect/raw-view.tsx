import type { Segment, TokenReading } from '../../../../shared/token/reading.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './raw-view.module.css'

const titles: Readonly<Record<Segment['name'], string>> = {
  header: 'Header',
  payload: 'Payload',
  signature: 'Signature',
  encrypted_key: 'Encrypted key',
  iv: 'Initialization vector',
  ciphertext: 'Ciphertext',
  tag: 'Authentication tag',
  aad: 'Additional authenticated data',
}

/** The token as it is: each segment decoded to the byte, white space and order intact. */
export function RawView({ reading }: { readonly reading: TokenReading }) {
  return (
    <div className={styles.raw}>
      {reading.segments.map((segment) => (
        <RawSegment key={segment.start} segment={segment} />
      ))}
      <section className={styles.segment} aria-label="Token">
        <div className={styles.head}>
          <h2>Token</h2>
          <span className={styles.size}>{reading.token.length} characters, as it would travel</span>
          <CopyButton label="Copy the token" text={reading.token} secret>
            Copy
          </CopyButton>
        </div>
      </section>
    </div>
  )
}

function RawSegment({ segment }: { readonly segment: Segment }) {
  const { name, text, decoded, byteLength } = segment
  const title = titles[name]
  const size = byteLength === null ? 'not base64url' : `${byteLength} ${byteLength === 1 ? 'byte' : 'bytes'}`
  return (
    <section className={styles.segment} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <span className={styles.size}>{decoded === null ? `${size}, shown as base64url` : size}</span>
        {decoded !== null && (
          <CopyButton label={`Copy the decoded ${title.toLowerCase()}`} text={decoded}>
            Copy decoded
          </CopyButton>
        )}
        <CopyButton label={`Copy the ${title.toLowerCase()} as base64url`} text={text}>
          Copy base64url
        </CopyButton>
      </div>
      <pre className={styles.text}>
        {(decoded ?? text) === '' ? (
          <span className={styles.empty}>empty</span>
        ) : (
          <VisibleText text={decoded ?? text} />
        )}
      </pre>
    </section>
  )
}
