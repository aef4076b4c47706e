import { z } from 'zod'
import type { RecordStore } from './record-store.ts'

const pair = z.object({ certificate: z.string().min(1), privateKey: z.string().min(1) })
export type KeptCertificate = z.infer<typeof pair>

/** The certificate that the app shows on loopback, with its key: kept, so that trusting it once is enough. */
export type CertificateShelf = {
  /** Null where none is kept, or what is kept cannot be read. */
  readonly read: () => KeptCertificate | null
  readonly keep: (kept: KeptCertificate) => void
}

const record = { kind: 'app_secret', id: 'loopback_certificate' } as const

export function createCertificateShelf(store: RecordStore): CertificateShelf {
  return {
    read() {
      const bytes = store.read(record.kind, record.id)
      if (bytes === null) return null
      try {
        return pair.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null
      } catch {
        return null
      }
    },
    keep: (kept) => store.write([{ ...record, bytes: Buffer.from(JSON.stringify(kept), 'utf8') }]),
  }
}
