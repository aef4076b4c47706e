import {
  type MetadataSnapshot,
  readAnnounced,
  snapshotEdition,
} from '../../shared/profile/metadata-snapshot.ts'
import { type DiscoverOptions, discoverIssuer } from './discover-issuer.ts'

/** Discovery, reduced to what a profile keeps so that it can be read offline. Errors as in `discoverIssuer`. */
export async function discoverSnapshot(
  issuer: string,
  { now, ...options }: DiscoverOptions & { readonly now: () => number },
): Promise<MetadataSnapshot> {
  const { metadata, url, form } = await discoverIssuer(issuer, options)
  const { members, unreadable } = readAnnounced(metadata)
  return {
    fetchedAt: now(),
    url,
    form,
    edition: snapshotEdition,
    ...members,
    ...(unreadable.length === 0 ? {} : { unreadable: [...unreadable] }),
  }
}
