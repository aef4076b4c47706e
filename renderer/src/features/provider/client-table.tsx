import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'
import { IconButton } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './provider-view.module.css'

type Client = Extract<ProviderStatus, { kind: 'running' }>['clients'][number]

/** As long as a secret stays revealed, in milliseconds. */
const revealMs = 20_000

/** The clients that are registered, ready to be copied into another tool. */
export function ClientTable({ clients }: { readonly clients: readonly Client[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">client_id</th>
          <th scope="col">token_endpoint_auth_method</th>
          <th scope="col">client_secret</th>
        </tr>
      </thead>
      <tbody>
        {clients.map((client) => (
          <tr key={client.client_id}>
            <td>
              <span className={styles.value}>
                <code>{client.client_id}</code>
                <CopyButton label={`Copy the client ID ${client.client_id}`} text={client.client_id} />
              </span>
              <span className={styles.about}>{client.description}</span>
            </td>
            <td>
              <span className={styles.value}>
                <code>{client.token_endpoint_auth_method}</code>
              </span>
            </td>
            <td>
              {client.client_certificate !== null ? (
                <span className={styles.value}>
                  <span>certificate</span>
                  <CopyButton
                    label={`Copy the certificate and key of ${client.client_id}`}
                    text={client.client_certificate}
                  />
                </span>
              ) : client.client_secret === null ? (
                <span className={styles.none}>none</span>
              ) : (
                <Secret clientId={client.client_id} secret={client.client_secret} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Secret({ clientId, secret }: { readonly clientId: string; readonly secret: string }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => setShown(false), revealMs)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <span className={styles.value}>
      <code>{shown ? secret : '••••••••••••'}</code>
      <IconButton
        label={shown ? `Hide the secret of ${clientId}` : `Reveal the secret of ${clientId} for 20 seconds`}
        icon={shown ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        onClick={() => setShown(!shown)}
      />
      <CopyButton label={`Copy the secret of ${clientId}`} text={secret} secret />
    </span>
  )
}
