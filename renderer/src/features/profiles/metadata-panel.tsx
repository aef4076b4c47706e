import { compareWithMetadata } from '../../../../shared/profile/metadata-differences.ts'
import type { MetadataRemark } from '../../../../shared/profile/metadata-remark.ts'
import { announcedNames } from '../../../../shared/profile/metadata-snapshot.ts'
import type { MetadataSnapshot } from '../../../../shared/profile/profile.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { SpecLink } from '../../ui/spec-link.tsx'
import { type IconStatus, StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './metadata-panel.module.css'
import type { ProfileForm } from './profile-form.ts'

/** The element of the whole metadata, for a jump to it. */
export const metadataId = 'provider-metadata'

const icons: Readonly<Record<MetadataRemark['kind'], IconStatus>> = {
  differs: 'warning',
  missing: 'not_checked',
  agrees: 'pass',
  fact: 'info',
}
const iconLabels: Readonly<Record<MetadataRemark['kind'], string>> = {
  differs: 'Differs',
  missing: 'Not announced',
  agrees: 'Agrees',
  fact: 'Announced',
}

/** What the provider announces about itself, held against what this profile will send. */
export function MetadataPanel({
  form,
  metadata,
}: {
  readonly form: ProfileForm
  readonly metadata: MetadataSnapshot
}) {
  return (
    <div className={styles.panel}>
      <p className={styles.from}>
        Answered by{' '}
        <code>
          <VisibleText text={metadata.url} />
        </code>
        {metadata.form === 'openid' ? ' (OpenID Connect Discovery)' : ' (RFC 8414)'}
        {fetchedText(metadata.fetchedAt)}. It names the same issuer.
      </p>
      <ul aria-label="What is announced, against this profile">
        {compareWithMetadata(form, metadata).map((remark) => (
          <li key={remark.text} className={styles.remark}>
            <StatusIcon status={icons[remark.kind]} label={iconLabels[remark.kind]} />
            <p>
              <VisibleText text={remark.text} />
            </p>
            <span className={styles.spec}>
              <SpecLink spec={remark.spec} />
            </span>
          </li>
        ))}
      </ul>
      <table className={styles.table}>
        <caption className="visually-hidden">Provider metadata</caption>
        <tbody>
          {rows(metadata).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <VisibleText text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function rows(metadata: MetadataSnapshot): readonly (readonly [name: string, value: string])[] {
  return announcedNames.flatMap((name) => {
    const value = metadata[name]
    if (value === undefined) return []
    return [[name, typeof value === 'object' ? value.join(', ') : String(value)] as const]
  })
}

function fetchedText(fetchedAt: number): string {
  const seconds = Math.floor(fetchedAt / 1000)
  const words = describeInstant(seconds, seconds)
  return words ? `, ${words.local}` : ''
}
