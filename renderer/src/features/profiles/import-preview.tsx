import type { ImportPreview, PreviewedProfile } from '../../../../shared/profile/import/import-preview.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './import-panel.module.css'

/** Every profile that was found: chosen or not, what was understood, left out and is to be filled in. */
export function ImportPreviewList({
  preview,
  chosen,
  onChoose,
  onChooseAll,
}: {
  readonly preview: ImportPreview
  readonly chosen: readonly number[]
  readonly onChoose: (index: number, isChosen: boolean) => void
  readonly onChooseAll: (isChosen: boolean) => void
}) {
  const { profiles, format, leftOut } = preview
  const isAll = chosen.length === profiles.length
  return (
    <>
      <div className={styles.summary} role="status">
        <p>
          {format}:{' '}
          {profiles.length === 1 ? 'one profile was found' : `${profiles.length} profiles were found`}.
          Nothing is kept yet.
        </p>
        {profiles.length > 1 && (
          <Button variant="ghost" onClick={() => onChooseAll(!isAll)}>
            {isAll ? 'Choose none' : 'Choose all'}
          </Button>
        )}
      </div>
      {leftOut.length > 0 && <LeftOutList title="Left out of the file" list={leftOut} />}
      <ul className={styles.list}>
        {profiles.map((profile, index) => (
          <Item
            // biome-ignore lint/suspicious/noArrayIndexKey: what was read never moves
            key={index}
            profile={profile}
            isOpen={profiles.length === 1}
            isChosen={chosen.includes(index)}
            onChoose={(isChosen) => onChoose(index, isChosen)}
          />
        ))}
      </ul>
    </>
  )
}

function Item({
  profile,
  isOpen,
  isChosen,
  onChoose,
}: {
  readonly profile: PreviewedProfile
  readonly isOpen: boolean
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}) {
  const { name, issuer, clientId, grantType, redirectUri, secretCount, duplicateOf, toFill } = profile
  return (
    <li className={styles.item}>
      <label className={styles.head}>
        <input type="checkbox" checked={isChosen} onChange={(event) => onChoose(event.target.checked)} />
        <span className={styles.name}>
          <VisibleText text={name || 'Imported profile'} />
        </span>
        <Chip>{grantType.split(':').at(-1)}</Chip>
        {secretCount > 0 && <Chip>{secretCount === 1 ? '1 secret' : `${secretCount} secrets`}</Chip>}
        {duplicateOf !== null && <Chip tone="warn">already there</Chip>}
        {toFill.length > 0 && <Chip tone="warn">{`${toFill.length} to fill in`}</Chip>}
      </label>
      <div className={styles.body}>
        <p className={styles.facts}>
          <VisibleText text={issuer || 'issuer not known'} /> ·{' '}
          <VisibleText text={clientId || 'client ID not known'} />
        </p>
        {duplicateOf !== null && (
          <p>
            “<VisibleText text={duplicateOf} />” has the same issuer and client. Added all the same, there are
            two.
          </p>
        )}
        {toFill.map(({ field, why }) => (
          <p key={field} className={styles.fill}>
            <StatusIcon status="warning" size={13} />
            <span>
              <code>
                <VisibleText text={field} />
              </code>{' '}
              {why}
            </span>
          </p>
        ))}
        {redirectUri !== null && (
          <p className={styles.uri}>
            <span>Register this redirect URI:</span>
            <code>
              <VisibleText text={redirectUri} />
            </code>
            <CopyButton label={`Copy the redirect URI of ${name}`} text={redirectUri} />
          </p>
        )}
        <details open={isOpen}>
          <summary>
            {profile.understood.length} understood, {profile.leftOut.length} left out
          </summary>
          <table className={styles.table}>
            <caption className="visually-hidden">What was understood</caption>
            <thead>
              <tr>
                <th scope="col">In the source</th>
                <th scope="col">Field</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {profile.understood.map(({ from, field, value }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: what was read never moves
                <tr key={index}>
                  <td>
                    <VisibleText text={from} />
                  </td>
                  <td>
                    <code>{field}</code>
                  </td>
                  <td>
                    <VisibleText text={value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {profile.leftOut.length > 0 && <LeftOutList title="Left out" list={profile.leftOut} />}
        </details>
      </div>
    </li>
  )
}

function LeftOutList({ title, list }: { readonly title: string; readonly list: ImportPreview['leftOut'] }) {
  return (
    <div className={styles.left}>
      <h3>{title}</h3>
      <ul>
        {list.map(({ from, why }) => (
          <li key={`${from} ${why}`}>
            <code>
              <VisibleText text={from} />
            </code>
            : {why}
          </li>
        ))}
      </ul>
    </div>
  )
}
