import { generateKeyPair, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { namesBesideLoopback, type OwnHostsOptions } from '../../lib/network/own-hosts.ts';

/** For how long a certificate is valid, in milliseconds: browsers trust none for much longer than a year. */
const VALIDITY_MS = 365 * 24 * 3_600_000;

/** Clocks differ. */
const ALLOWANCE_MS = 3_600_000;

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** How subject alternative names say what they are. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * The certificate of a proxy, which nobody trusts until they are told to.
 *
 * @example
 * ```ts
 * import { listen, type ProxyCertificate, startProxy } from 'flaglab';
 * const shop = await listen((_, response) => void response.end('open'), { label: 'SHOP', port: 0 });
 * await using proxy = await startProxy({ target: shop.url, https: true });
 * const { pem }: ProxyCertificate = proxy.certificate!;
 * console.log(pem.split('\n', 1)[0]); // -----BEGIN CERTIFICATE-----
 * await shop.close();
 * ```
 */
export interface ProxyCertificate {
  /** In PEM: what clients take as `--cacert`, `ca`, `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`. */
  readonly pem: string;
  /** Its SHA-256, as browsers show it: `5F:0A:…`. */
  readonly fingerprint: string;
}

/** A certificate with the key that it belongs to, in PEM. */
export interface KeyedCertificate extends ProxyCertificate {
  readonly key: string;
}

/**
 * Makes a key and a certificate that it has signed itself, for localhost, both loopback addresses, and whatever else a proxy
 * goes by. Neither is written anywhere.
 */
export async function selfSigned(hosts: OwnHostsOptions): Promise<KeyedCertificate> {
  const { privateKey: key } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = forge.pki.privateKeyFromPem(key) as forge.pki.rsa.PrivateKey;
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  // Two certificates of one issuer with the same number are an error to some clients.
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(15))}`;
  const now = new Date();
  certificate.validity.notBefore = new Date(now.getTime() - ALLOWANCE_MS);
  certificate.validity.notAfter = new Date(now.getTime() + VALIDITY_MS);
  const name = [
    { name: 'commonName', value: 'localhost' },
    { name: 'organizationName', value: 'Flag Lab' },
  ];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectKeyIdentifier' },
    { name: 'subjectAltName', altNames: [...LOOPBACK, ...namesBesideLoopback(hosts)].map(alternativeName) },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
  return { key, pem, fingerprint: new X509Certificate(pem).fingerprint256 };
}

function alternativeName(given: string): object {
  const host = given.replaceAll(/[[\]]/g, '');
  return isIP(host) === 0 ? { type: DNS_NAME, value: host } : { type: IP_ADDRESS, ip: host };
}
