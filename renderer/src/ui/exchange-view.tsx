import type { ReactNode } from 'react'
import type { Exchange, RecordedRequest, RecordedResponse, TlsPeer } from '../../../shared/oauth/run.ts'
import { requestText, responseText } from '../../../shared/run-export/exchange-text.ts'
import { classNames } from './class-names.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './exchange-view.module.css'
import { MarkedText } from './marked-text.tsx'
import { type ExchangePart, readRequestParts, readResponseParts } from './read-exchange.ts'

/** One request and what came back, side by side; a front-channel request has no answer of its own. */
export function ExchangeView({
  exchange,
  form,
  frontChannel,
}: {
  readonly exchange: Exchange
  readonly form: 'parsed' | 'raw'
  /** The browser carried it: there is nothing that Claimscope received. */
  readonly frontChannel: boolean
}) {
  const { request, response, peer } = exchange
  return (
    <>
      {peer && <PeerLine peer={peer} />}
      <div className={classNames(styles.columns, frontChannel && styles.single)}>
        <section className={styles.column} aria-label="Request">
          <Head title="Request" copy={requestText(request)} copyLabel="Copy the request" />
          {form === 'raw' ? <Raw text={requestText(request)} /> : <ParsedRequest request={request} />}
        </section>
        {!frontChannel && (
          <section className={styles.column} aria-label="Response">
            {response === null ? (
              <>
                <Head title="Response" />
                <p className={styles.note}>No answer came.</p>
              </>
            ) : (
              <>
                <Head
                  title={`Response ${response.status}`}
                  meta={sizeText(response)}
                  copy={responseText(response)}
                  copyLabel="Copy the response"
                />
                {response.truncated && (
                  <p className={styles.note}>Only the beginning of the body was kept.</p>
                )}
                {form === 'raw' ? (
                  <Raw text={responseText(response)} />
                ) : (
                  <Parts parts={readResponseParts(response)} />
                )}
              </>
            )}
          </section>
        )}
      </div>
    </>
  )
}

/** With whom this was: what the TLS handshake told. */
function PeerLine({ peer }: { readonly peer: TlsPeer }) {
  const until = new Date(peer.validTo)
  const parts = [
    `${peer.protocol.replace('TLSv', 'TLS ')}, ${peer.cipher}`,
    `certificate of ${peer.subject || 'nobody named'}, issued by ${peer.issuer || 'nobody named'}`,
    Number.isNaN(until.getTime()) ? '' : `good until ${until.toISOString().slice(0, 10)}`,
  ].filter((part) => part !== '')
  return (
    <p className={styles.peer} title={`${peer.names}\nSHA-256 ${peer.sha256}`}>
      {parts.join(' · ')}
      {peer.own !== null && (
        <>
          {' · client certificate '}
          <code>{peer.own}</code>
        </>
      )}
    </p>
  )
}

function Head({
  title,
  meta,
  copy,
  copyLabel,
}: {
  readonly title: string
  readonly meta?: string
  readonly copy?: string
  readonly copyLabel?: string
}) {
  return (
    <div className={styles.head}>
      <h4>{title}</h4>
      {meta && <span className={styles.meta}>{meta}</span>}
      {copy !== undefined && copyLabel && (
        <span className={styles.push}>
          <CopyButton label={copyLabel} text={copy} />
        </span>
      )}
    </div>
  )
}

function ParsedRequest({ request }: { readonly request: RecordedRequest }) {
  const parts = readRequestParts(request)
  const address = request.url.split('?', 1)[0] ?? request.url
  return (
    <>
      <p className={styles.line}>
        <code>
          <span className={styles.method}>{request.method}</span> <MarkedText text={address} />
        </code>
      </p>
      <Parts parts={parts} />
    </>
  )
}

function Parts({ parts }: { readonly parts: readonly ExchangePart[] }): ReactNode {
  return parts.map((part, place) => {
    const key = `${place} ${part.title}`
    switch (part.kind) {
      case 'note':
        return (
          <p key={key} className={styles.note}>
            {part.title}
          </p>
        )
      case 'pairs':
        return (
          <div key={key} className={styles.part}>
            <h5>{part.title}</h5>
            <table className={styles.pairs}>
              <tbody>
                {part.pairs.map((pair, row) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a form may hold the same name and value twice
                  <tr key={`${row} ${pair.name}`}>
                    <th scope="row">
                      <MarkedText text={pair.name} />
                    </th>
                    <td>
                      <MarkedText text={pair.value} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      default:
        return (
          <div key={key} className={styles.part}>
            <h5>{part.title}</h5>
            <pre className={styles.text}>
              <MarkedText text={part.text} />
            </pre>
          </div>
        )
    }
  })
}

function Raw({ text }: { readonly text: string }) {
  return (
    <pre className={classNames(styles.text, styles.raw)}>
      <MarkedText text={text} />
    </pre>
  )
}

function sizeText(response: RecordedResponse): string {
  const { byteLength } = response
  if (byteLength < 10_000) return `${byteLength} bytes`
  return `${(byteLength / 1000).toFixed(byteLength < 1_000_000 ? 1 : 0)} kB`
}
