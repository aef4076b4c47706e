import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { applicationId, connect } from './database.ts'
import { createFakeSealer } from './test-sealer.ts'

/** Writes a vault as the first format did, which nothing else writes any more. */
export async function writeFormatOne(
  file: string,
  records: readonly { readonly kind: string; readonly id: string; readonly bytes: Buffer }[],
  { outdated }: { readonly outdated?: string } = {},
): Promise<void> {
  const sealer = createFakeSealer()
  const key = randomBytes(32)
  const seal = (kind: string, id: string, version: number, plain: Buffer) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(JSON.stringify([1, kind, id, version])))
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }
  const sealedKey = await sealer.seal(key)
  const probe = seal('meta', 'probe', 0, Buffer.alloc(0))
  const parts = [1, sealer.backend(), sealedKey.toString('hex'), probe.toString('hex')]
  const database = connect(file)
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec('PRAGMA user_version = 1')
  database.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID')
  database.exec(
    'CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID',
  )
  const meta = database.prepare('INSERT INTO meta VALUES (?, ?)')
  meta.run('backend', Buffer.from(sealer.backend()))
  meta.run('sealed_key', sealedKey)
  meta.run('probe', probe)
  meta.run('checksum', createHash('sha256').update(JSON.stringify(parts)).digest())
  const insert = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?)')
  const versions = records.map(({ kind, id, bytes }, position) => {
    const version = position + 1
    insert.run(kind, id, version, seal(kind, id, version, bytes))
    const name = `${kind}/${id}`
    return [name, name === outdated ? version + 100 : version]
  })
  const sequence = records.length + 1
  const manifest = Buffer.from(JSON.stringify({ versions }))
  insert.run('manifest', 'manifest', sequence, seal('manifest', 'manifest', sequence, manifest))
  database.close()
}
