import { ExternalLink } from 'lucide-react'
import encodeQR from 'qr'
import { useMemo } from 'react'
import type { DevicePrompt as Prompt } from '../../../../shared/oauth/run.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './device-prompt.module.css'

/** The code to enter and where: to be typed, opened here, or scanned by another device (RFC 8628 §3.3). */
export function DevicePrompt({ prompt, onOpen }: { readonly prompt: Prompt; readonly onOpen: () => void }) {
  const { userCode, verificationUri, completeUri, interval } = prompt
  return (
    <section className={styles.prompt} aria-label="Enter the code">
      <QrCode text={completeUri ?? verificationUri} />
      <div className={styles.words}>
        <p>
          Open <code className={styles.address}>{verificationUri}</code>
          <CopyButton label="Copy the address" text={verificationUri} />
          {' on any device and enter'}
        </p>
        <p className={styles.code}>
          <VisibleText text={userCode} />
          <CopyButton label="Copy the code" text={userCode} />
        </p>
        <div className={styles.actions}>
          <Button icon={<ExternalLink size={14} aria-hidden />} onClick={onOpen}>
            {completeUri === null ? 'Open the page' : 'Open with the code filled in'}
          </Button>
          <span>The provider is asked every {interval} s.</span>
        </div>
      </div>
    </section>
  )
}

/** Dark on light in both themes: readers expect it so. */
function QrCode({ text }: { readonly text: string }) {
  const drawn = useMemo(() => draw(text), [text])
  if (drawn === null) return null
  return (
    <svg
      className={styles.qr}
      role="img"
      aria-label="QR code of the address"
      viewBox={`0 0 ${drawn.size} ${drawn.size}`}
      shapeRendering="crispEdges"
    >
      <rect width={drawn.size} height={drawn.size} fill="#ffffff" />
      <path d={drawn.path} fill="#000000" />
    </svg>
  )
}

/** Null for a text that no QR code holds. */
function draw(text: string): { readonly size: number; readonly path: string } | null {
  try {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
    const path = rows
      .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('')
    return { size: rows.length, path }
  } catch {
    return null
  }
}
