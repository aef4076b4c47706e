import { nameInfo as info, type NameInfo } from './name-info.ts'

const call = 'Telephony'
const federation = 'OpenID Federation §3'
const mobile = 'Mobile core network'
const assurance = 'OIDC Identity Assurance'

/** The registered claims of particular fields: telephony, attestation, content delivery, federation, mobile networks. */
export const specialClaims: Readonly<Record<string, NameInfo>> = {
  sip_from_tag: info('SIP From tag', `${call}: the tag of the From header of the SIP message.`, 'RFC 8055'),
  sip_date: info('SIP date', `${call}: the Date header of the SIP message, in Unix seconds.`, 'RFC 8055'),
  sip_callid: info('SIP call identifier', `${call}: the Call-ID header of the SIP message.`, 'RFC 8055'),
  sip_cseq_num: info(
    'SIP sequence number',
    `${call}: the number of the CSeq header of the SIP message.`,
    'RFC 8055',
  ),
  sip_via_branch: info(
    'SIP Via branch',
    `${call}: the branch of the Via header of the SIP message.`,
    'RFC 8055',
  ),
  orig: info('Originating identity', `${call}: who calls, as a number or a URI.`, 'RFC 8225 §5.2.1'),
  dest: info('Destination identity', `${call}: who is called, as numbers or URIs.`, 'RFC 8225 §5.2.1'),
  mky: info('Media keys', `${call}: fingerprints of the keys of the media.`, 'RFC 8225 §5.2.2'),
  rph: info('Resource priority', `${call}: the authorised priority of the call.`, 'RFC 8443'),
  attest: info(
    'Attestation level',
    `${call}: A, B or C, how well the operator knows the caller (SHAKEN).`,
    'RFC 8588',
  ),
  origid: info(
    'Origination identifier',
    `${call}: an opaque name of where the call entered the network (SHAKEN).`,
    'RFC 8588',
  ),
  jcard: info('Caller card', `${call}: contact data of the caller as a jCard.`, 'RFC 9796'),
  div: info('Diverted target', `${call}: to whom the call was meant before it was diverted.`, 'RFC 8946'),
  opt: info('Original token', `${call}: the whole PASSporT from before the diversion.`, 'RFC 8946'),
  sph: info('SIP priority', `${call}: the Priority header of the SIP message.`, 'RFC 9027'),
  atc: info('Authority token challenge', `${call}: what an ACME authority token vouches for.`, 'RFC 9447'),
  rcd: info('Rich call data', `${call}: name, logo or card of the caller for display.`, 'RFC 9795'),
  rcdi: info('Rich call data integrity', `${call}: digests of rich call data that is fetched.`, 'RFC 9795'),
  crn: info('Call reason', `${call}: why the call is made, in words.`, 'RFC 9795'),
  msgi: info('Message integrity', `${call}: digest of a text message.`, 'RFC 9475'),

  vot: info('Vector of trust', 'How well the user was identified and signed in, as a vector.', 'RFC 8485'),
  vtm: info('Vector of trust mark', 'Where the components of vot are explained.', 'RFC 8485'),
  ace_profile: info(
    'ACE profile',
    'Constrained devices: which profile of ACE the token is used with.',
    'RFC 9200',
  ),
  cnonce: info(
    'Client nonce',
    'Constrained devices: a nonce of the resource server, for freshness without a clock.',
    'RFC 9200',
  ),
  exi: info(
    'Expires in',
    'Constrained devices: seconds from when the resource server first sees the token.',
    'RFC 9200',
  ),
  at_use_nbr: info(
    'Uses allowed',
    'How often the API request of this token may be made.',
    'ETSI NFV-SEC 022',
  ),
  sig_val_claims: info(
    'Validated signature',
    'What was found when a signature was validated earlier.',
    'RFC 9321',
  ),
  rdap_allowed_purposes: info(
    'Query purposes',
    'For what purposes registration data may be queried.',
    'RFC 9560',
  ),
  rdap_dnt_allowed: info(
    'Do not track',
    'Whether queries of registration data may ask not to be logged.',
    'RFC 9560',
  ),
  geohash: info('Place', 'Where the user agent is, as a geohash.', 'CTA-5009'),
  cmw: info('Conceptual message', 'Remote attestation: evidence or results, wrapped.', 'IANA JWT'),

  cdniv: info(
    'Claim set version',
    'Content delivery: version of the claims for signed addresses.',
    'RFC 9246',
  ),
  cdnicrit: info('Critical claims', 'Content delivery: claims that must be understood.', 'RFC 9246'),
  cdniip: info('Client address', 'Content delivery: the client’s IP address, encrypted.', 'RFC 9246'),
  cdniuc: info(
    'Allowed addresses',
    'Content delivery: hash or pattern of the addresses that the token opens.',
    'RFC 9246',
  ),
  cdniets: info('Renewal time', 'Content delivery: seconds that a renewed token lives.', 'RFC 9246'),
  cdnistt: info('Renewal transport', 'Content delivery: how a renewed token travels.', 'RFC 9246'),
  cdnistd: info(
    'Renewal depth',
    'Content delivery: how many path segments the renewed cookie covers.',
    'RFC 9246',
  ),

  eat_nonce: info(
    'Nonce',
    'Attestation: what the verifier sent, so that the evidence is fresh.',
    'RFC 9711 §4.1',
  ),
  ueid: info(
    'Device identifier',
    'Attestation: identifies the device for its whole life.',
    'RFC 9711 §4.2.1',
  ),
  sueids: info(
    'Further identifiers',
    'Attestation: identifiers of the device for parts of its life.',
    'RFC 9711 §4.2.2',
  ),
  oemid: info('Maker', 'Attestation: who made the hardware.', 'RFC 9711 §4.2.3'),
  hwmodel: info('Hardware model', 'Attestation: the model, as its maker names it.', 'RFC 9711 §4.2.4'),
  hwversion: info('Hardware version', 'Attestation: the version of the hardware.', 'RFC 9711 §4.2.5'),
  swname: info('Software name', 'Attestation: the software that runs.', 'RFC 9711 §4.2.6'),
  swversion: info(
    'Software version',
    'Attestation: the version of the software that runs.',
    'RFC 9711 §4.2.7',
  ),
  oemboot: info(
    'Authorised boot',
    'Attestation: whether only software authorised by the maker was started.',
    'RFC 9711 §4.2.8',
  ),
  dbgstat: info('Debug state', 'Attestation: whether debugging is possible.', 'RFC 9711 §4.2.9'),
  location: info('Location', 'Attestation: where the device is.', 'RFC 9711 §4.2.10'),
  uptime: info('Uptime', 'Attestation: seconds since the device was started.', 'RFC 9711 §4.2.11'),
  bootcount: info('Boot count', 'Attestation: how often the device was started.', 'RFC 9711 §4.2.12'),
  bootseed: info('Boot seed', 'Attestation: a random value of this start.', 'RFC 9711 §4.2.13'),
  dloas: info('Approvals', 'Attestation: certificates of the device’s evaluation.', 'RFC 9711 §4.2.14'),
  manifests: info(
    'Manifests',
    'Attestation: what software there should be, from its makers.',
    'RFC 9711 §4.2.15',
  ),
  measurements: info(
    'Measurements',
    'Attestation: what software and configuration was found.',
    'RFC 9711 §4.2.16',
  ),
  measres: info(
    'Measurement results',
    'Attestation: how measurements compare with what was expected.',
    'RFC 9711 §4.2.17',
  ),
  submods: info('Submodules', 'Attestation: claims of the parts of the device.', 'RFC 9711 §4.2.18'),
  eat_profile: info('Profile', 'Attestation: which profile the token follows.', 'RFC 9711 §4.3.2'),
  intuse: info('Intended use', 'Attestation: what the token is meant for.', 'RFC 9711 §4.3.3'),

  verified_claims: info(
    'Verified claims',
    'Facts about the user with the evidence and the procedure that verified them.',
    assurance,
  ),
  place_of_birth: info('Place of birth', 'Where the user was born.', assurance),
  nationalities: info('Nationalities', 'The user’s nationalities, as country codes.', assurance),
  birth_family_name: info('Family name at birth', 'Surnames the user was born with.', assurance),
  birth_given_name: info('Given name at birth', 'Given names the user was born with.', assurance),
  birth_middle_name: info('Middle name at birth', 'Middle names the user was born with.', assurance),
  salutation: info('Salutation', 'How the user is addressed, for example Mr.', assurance),
  title: info('Title', 'The user’s title, for example Dr.', assurance),
  msisdn: info('Mobile number', 'The user’s mobile number as the network knows it.', assurance),
  also_known_as: info('Also known as', 'A stage name, religious name or other name of the user.', assurance),

  jwks: info('Keys', 'Federation: the public keys of the entity for its statements.', federation),
  keys: info('Keys', 'A key set, signed.', 'OpenID Federation §5.2.1'),
  metadata: info('Metadata', 'Federation: what the entity says of itself, by type of entity.', federation),
  metadata_policy: info(
    'Metadata policy',
    'Federation: rules that the metadata of those below must keep.',
    federation,
  ),
  metadata_policy_crit: info(
    'Critical policies',
    'Federation: policy operators that must be understood.',
    federation,
  ),
  authority_hints: info(
    'Authorities above',
    'Federation: the entities that may vouch for this one.',
    federation,
  ),
  trust_anchor_hints: info('Trust anchors', 'Federation: trust anchors above this entity.', federation),
  constraints: info('Constraints', 'Federation: limits for the chain of trust below.', federation),
  crit: info(
    'Critical claims',
    'Federation: claims that must be understood, or the statement refused.',
    federation,
  ),
  trust_marks: info('Trust marks', 'Federation: statements of conformity by accredited parties.', federation),
  trust_mark_issuers: info('Trust mark issuers', 'Federation: who may issue which trust mark.', federation),
  trust_mark_owners: info('Trust mark owners', 'Federation: who owns which trust mark.', federation),
  trust_mark_type: info('Trust mark type', 'Federation: which trust mark this is.', 'OpenID Federation §7.1'),
  trust_anchor: info(
    'Trust anchor',
    'Federation: which trust anchor was chosen at registration.',
    federation,
  ),
  trust_chain: info(
    'Trust chain',
    'Federation: statements from the entity up to a trust anchor.',
    'OpenID Federation §4',
  ),
  delegation: info(
    'Delegation',
    'Federation: that the owner let this issuer give the trust mark.',
    'OpenID Federation §7.1',
  ),
  logo_uri: info('Logo', 'Address of a logo.', 'OpenID Federation §7.1'),
  ref: info('Reference', 'Address of a page for people about it.', 'OpenID Federation §7.1'),
  source_endpoint: info('Source', 'Federation: where this statement was fetched.', federation),

  status_list: info(
    'Status list',
    'Compressed states of many tokens, a few bits for each.',
    'Token Status List §4.2',
  ),
  ttl: info(
    'Time to live',
    'How many seconds a copy of the status list may be kept.',
    'Token Status List §5.1',
  ),

  consumerPlmnId: info('Consumer’s network', `${mobile}: the network of the one who asks.`, 'TS 29.510'),
  consumerSnpnId: info(
    'Consumer’s private network',
    `${mobile}: the private network of the one who asks.`,
    'TS 29.510',
  ),
  producerPlmnId: info('Producer’s network', `${mobile}: the network of the one who answers.`, 'TS 29.510'),
  producerSnpnId: info(
    'Producer’s private network',
    `${mobile}: the private network of the one who answers.`,
    'TS 29.510',
  ),
  producerSnssaiList: info(
    'Producer’s slices',
    `${mobile}: the network slices of the one who answers.`,
    'TS 29.510',
  ),
  producerNsiList: info(
    'Producer’s slice instances',
    `${mobile}: the slice instances of the one who answers.`,
    'TS 29.510',
  ),
  producerNfSetId: info(
    'Producer’s set',
    `${mobile}: the set of network functions that answers.`,
    'TS 29.510',
  ),
  producerNfServiceSetId: info(
    'Producer’s service set',
    `${mobile}: the set of services that answers.`,
    'TS 29.510',
  ),
  sourceNfInstanceId: info(
    'Source function',
    `${mobile}: the network function the data comes from.`,
    'TS 29.510',
  ),
  analyticsIdList: info('Analytics', `${mobile}: which analytics may be asked for.`, 'TS 29.510'),
  resOwnerId: info('Resource owner', `${mobile}: whose data it is.`, 'TS 29.510'),
}
