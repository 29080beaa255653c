import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from './signatures.js';

/** `gpg --export` of a key that was made for this test, and a commit that it signed. */
const KEYRING =
  'mDMEY7IegBYJKwYBBAHaRw8BAQdAflbwOx/Hl/hZXJe0rryWayEDPuta9Zaxq9StnWT286O0FUNpZCA8Y2lkQGV4YW1wbGUub3JnPoiQBBMWCAA4FiEEzzNeGrvRUgZdrp1Zmx8iKXuudBsFAmOyHoACGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQmx8iKXuudBtyYQD/QNpO6qvoFPF4cCPQgJlLEVKom3RicQBr4l9h4WOKHW0A/2Q2YtqVDnY346RGM9PFrRoPBzTphX41jr/53+tPRNcO';
const COMMIT = `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
author cid <cid@example.org> 1672617600 +0000
committer cid <cid@example.org> 1672617600 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 
 iHUEABYIAB0WIQTPM14au9FSBl2unVmbHyIpe650GwUCY7IegAAKCRCbHyIpe650
 G2P5AQCjP7UpH+N12H9dFMjR2Ft71eL/eb6qNGKW1P9m9Db5hAD/eR+2XNJcNXKe
 hcyNR4POeR5uld2wpTS4oj7j+IcDWQs=
 =YbpQ
 -----END PGP SIGNATURE-----

by cid
`;

describe('an OpenPGP signature of a commit', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'osg-keyring-'));
    writeFileSync(join(folder, 'keyring.gpg'), Buffer.from(KEYRING, 'base64'));
    writeFileSync(join(folder, 'empty.gpg'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const said = (text: string, keyring?: string) =>
    signatureOf(Buffer.from(text), {
      allowedSigners: undefined,
      keyring: keyring === undefined ? undefined : join(folder, keyring),
    });

  it('proves the key of the keyring that made it', async () => {
    expect(await said(COMMIT, 'keyring.gpg')).toEqual({ identities: ['gpg:CF335E1ABBD152065DAE9D599B1F22297BAE741B'] });
  });

  it.each([
    ['of another text', COMMIT.replace('\nby cid', '\nby bob'), 'keyring.gpg', /does not hold: BADSIG/],
    ['by a key that the keyring has not', COMMIT, 'empty.gpg', /does not hold: (ERRSIG|no key)/],
    ['without a keyring', COMMIT, undefined, /for which no keys are named/],
    ['beside a second one', COMMIT.replace(/(gpgsig -[^=]*=\n =.*\n.*\n)/, '$1$1'), 'keyring.gpg', /it is not signed/],
  ])('proves nothing %s', async (_, text, keyring, why) => {
    expect(await said(text, keyring)).toEqual({ identities: [], why: expect.stringMatching(why) });
  });
});
