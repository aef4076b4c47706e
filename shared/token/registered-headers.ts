import { nameInfo as info, type NameInfo } from './name-info.ts'

/** IANA "JSON Web Signature and Encryption Header Parameters". */
export const registeredHeaders: ReadonlyMap<string, NameInfo> = new Map(
  Object.entries({
    alg: info(
      'Algorithm',
      'How the token is signed or its key encrypted. The token only claims it: the verifier decides what it accepts.',
      'RFC 7515 §4.1.1',
    ),
    kid: info(
      'Key identifier',
      'Which of the issuer’s keys signed it; in an encrypted token, which of the recipient’s keys opens it (RFC 7516 §4.1.6).',
      'RFC 7515 §4.1.4',
    ),
    typ: info('Type', 'What kind of token this is, as a media type without application/.', 'RFC 7515 §4.1.9'),
    cty: info('Content type', 'What the payload is; JWT where it is a token itself.', 'RFC 7515 §4.1.10'),
    jwk: info(
      'Key in the header',
      'A public key that came with the token. Whoever made the token chose it, so it proves nothing about the issuer.',
      'RFC 7515 §4.1.3',
    ),
    jku: info(
      'Key set address',
      'Where the token says its keys are. Never fetched: whoever made the token chose it.',
      'RFC 7515 §4.1.2',
    ),
    x5c: info(
      'Certificate chain',
      'Certificates that came with the token. Not trusted by themselves.',
      'RFC 7515 §4.1.6',
    ),
    x5t: info('Certificate thumbprint', 'SHA-1 of the signing certificate.', 'RFC 7515 §4.1.7'),
    'x5t#S256': info('Certificate thumbprint', 'SHA-256 of the signing certificate.', 'RFC 7515 §4.1.8'),
    x5u: info(
      'Certificate address',
      'Where the token says its certificate is. Never fetched: whoever made the token chose it.',
      'RFC 7515 §4.1.5',
    ),
    crit: info(
      'Critical',
      'Header names that a verifier must understand, or refuse the token.',
      'RFC 7515 §4.1.11',
    ),
    b64: info(
      'Encoded payload',
      'False: the payload is signed without base64url. Not allowed in a JWT.',
      'RFC 7797 §3',
    ),
    enc: info('Content encryption', 'How the content is encrypted.', 'RFC 7516 §4.1.2'),
    zip: info('Compression', 'DEF: the content was compressed before it was encrypted.', 'RFC 7516 §4.1.3'),
    epk: info(
      'Ephemeral key',
      'The sender’s one-time public key, for the key agreement.',
      'RFC 7518 §4.6.1.1',
    ),
    apu: info('Producer', 'About the sender, part of the key derivation.', 'RFC 7518 §4.6.1.2'),
    apv: info('Recipient', 'About the recipient, part of the key derivation.', 'RFC 7518 §4.6.1.3'),
    iv: info('Key wrap nonce', 'Initialization vector of the key wrapping.', 'RFC 7518 §4.7.1.1'),
    tag: info('Key wrap tag', 'Authentication tag of the key wrapping.', 'RFC 7518 §4.7.1.2'),
    p2s: info('Salt', 'Salt for deriving the key from a password.', 'RFC 7518 §4.8.1.1'),
    p2c: info(
      'Iterations',
      'How often the password is hashed. A very large number makes the reader work: a known attack.',
      'RFC 7518 §4.8.1.2',
    ),
    url: info('Request address', 'ACME: the address the signed request is for.', 'RFC 8555 §6.4.1'),
    nonce: info(
      'Replay nonce',
      'ACME: a nonce from the server. Some providers put one here for tokens of their own services.',
      'RFC 8555 §6.5.2',
    ),
    iss: info(
      'Issuer',
      'The issuer claim, repeated so that it can be read while the token is encrypted.',
      'RFC 7519 §5.3',
    ),
    sub: info(
      'Subject',
      'The subject claim, repeated so that it can be read while the token is encrypted.',
      'RFC 7519 §5.3',
    ),
    aud: info(
      'Audience',
      'The audience claim, repeated so that it can be read while the token is encrypted.',
      'RFC 7519 §5.3',
    ),
    ppt: info('PASSporT extension', 'Telephony: which extension of PASSporT is used.', 'RFC 8225 §8.1'),
    svt: info('Signature validation token', 'A token that records a validated signature.', 'RFC 9321 §A.3'),
    iheSSId: info('IHE session', 'Health care: identifier of the session of an IHE profile.', 'IANA JOSE'),
    jwt: info(
      'Attached JWT',
      'A JWT that vouches for whoever made the request, for example a verifier attestation.',
      'OpenID4VP',
    ),
    client_id: info('Client', 'The client, where it must be known before the payload is read.', 'OpenID4VP'),
    key_attestation: info('Key attestation', 'A statement about how the key is kept.', 'OpenID4VCI'),
    vctm: info(
      'Type metadata',
      'Metadata about the type of the credential, as it came with it.',
      'SD-JWT VC §6',
    ),
    disclosures: info(
      'Disclosures',
      'The disclosures of an SD-JWT in JSON form. Not protected by the signature.',
      'RFC 9901 §8',
    ),
    kb_jwt: info('Key binding', 'The key binding JWT of an SD-JWT in JSON form.', 'RFC 9901 §8'),
    peer_trust_chain: info(
      'Peer’s trust chain',
      'OpenID Federation: the chain from the other party up to the same trust anchor.',
      'OpenID Federation §4.4',
    ),
    trust_chain: info(
      'Trust chain',
      'OpenID Federation: statements from the issuer up to a trust anchor.',
      'OpenID Federation §4.3',
    ),
  }),
)
